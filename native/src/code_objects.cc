#include "code_objects.h"

#include <algorithm>

#include "instance_types.h"

namespace tracemalloc {

namespace {

// Names that a version lacks are skipped.
constexpr const char* kCodeTypes[] = {
    "AllocationSite__ALLOCATION_SITE_TYPE",
    "ArrayBoilerplateDescription__ARRAY_BOILERPLATE_DESCRIPTION_TYPE",
    "BytecodeArray__BYTECODE_ARRAY_TYPE",
    "BytecodeWrapper__BYTECODE_WRAPPER_TYPE",
    "Cell__CELL_TYPE",
    "ClassBoilerplate__CLASS_BOILERPLATE_TYPE",
    "ClassPositions__CLASS_POSITIONS_TYPE",
    "ClosureFeedbackCellArray__CLOSURE_FEEDBACK_CELL_ARRAY_TYPE",
    "CodeWrapper__CODE_WRAPPER_TYPE",
    "Code__CODE_TYPE",
    "CoverageInfo__COVERAGE_INFO_TYPE",
    "DebugInfo__DEBUG_INFO_TYPE",
    "DependentCode__DEPENDENT_CODE_TYPE",
    "DescriptorArray__DESCRIPTOR_ARRAY_TYPE",
    "EnumCache__ENUM_CACHE_TYPE",
    "FeedbackCell__FEEDBACK_CELL_TYPE",
    "FeedbackMetadata__FEEDBACK_METADATA_TYPE",
    "FeedbackVector__FEEDBACK_VECTOR_TYPE",
    "InstructionStream__INSTRUCTION_STREAM_TYPE",
    "InterpreterData__INTERPRETER_DATA_TYPE",
    "Map__MAP_TYPE",
    "ObjectBoilerplateDescription__OBJECT_BOILERPLATE_DESCRIPTION_TYPE",
    "PreparseData__PREPARSE_DATA_TYPE",
    "ProtectedFixedArray__PROTECTED_FIXED_ARRAY_TYPE",
    "ProtectedWeakFixedArray__PROTECTED_WEAK_FIXED_ARRAY_TYPE",
    "PrototypeInfo__PROTOTYPE_INFO_TYPE",
    "PrototypeSharedClosureInfo__PROTOTYPE_SHARED_CLOSURE_INFO_TYPE",
    "RegExpBoilerplateDescription__REG_EXP_BOILERPLATE_DESCRIPTION_TYPE",
    "ScopeInfo__SCOPE_INFO_TYPE",
    "Script__SCRIPT_TYPE",
    "SharedFunctionInfoWrapper__SHARED_FUNCTION_INFO_WRAPPER_TYPE",
    "SharedFunctionInfo__SHARED_FUNCTION_INFO_TYPE",
    "StrongDescriptorArray__STRONG_DESCRIPTOR_ARRAY_TYPE",
    "TemplateObjectDescription__TEMPLATE_OBJECT_DESCRIPTION_TYPE",
    "TrustedByteArray__TRUSTED_BYTE_ARRAY_TYPE",
    "TrustedFixedArray__TRUSTED_FIXED_ARRAY_TYPE",
    "TrustedWeakFixedArray__TRUSTED_WEAK_FIXED_ARRAY_TYPE",
    "UncompiledDataWithPreparseDataAndJob__UNCOMPILED_DATA_WITH_PREPARSE_DATA_AND_JOB_TYPE",
    "UncompiledDataWithPreparseData__UNCOMPILED_DATA_WITH_PREPARSE_DATA_TYPE",
    "UncompiledDataWithoutPreparseDataWithJob__UNCOMPILED_DATA_WITHOUT_PREPARSE_DATA_WITH_JOB_TYPE",
    "UncompiledDataWithoutPreparseData__UNCOMPILED_DATA_WITHOUT_PREPARSE_DATA_TYPE",
    "WeakArrayList__WEAK_ARRAY_LIST_TYPE",
    "WeakFixedArray__WEAK_FIXED_ARRAY_TYPE",
};

// V8 numbers its types in a fixed order but exports not all of the names: these are next to one that it does export. The
// numbers agree on V8 11.3, 12.4, 13.6 and 14.6.
struct Unnamed {
  const char* neighbour;
  int distance;
};
constexpr Unnamed kUnnamedTypes[] = {
    {"PromiseResolveThenableJobTask__PROMISE_RESOLVE_THENABLE_JOB_TASK_TYPE", 1},  // LoadHandler
    {"PromiseResolveThenableJobTask__PROMISE_RESOLVE_THENABLE_JOB_TASK_TYPE", 2},  // StoreHandler
    {"FeedbackVector__FEEDBACK_VECTOR_TYPE", -1},                                  // FeedbackMetadata
    {"WeakFixedArray__WEAK_FIXED_ARRAY_TYPE", 1},                                  // TransitionArray
};

// Arrays that V8 may shrink in place, and code with raw bytes in it.
constexpr const char* kShapeTypes[] = {
    "BytecodeArray__BYTECODE_ARRAY_TYPE",
    "Code__CODE_TYPE",
    "DescriptorArray__DESCRIPTOR_ARRAY_TYPE",
    "InstructionStream__INSTRUCTION_STREAM_TYPE",
    "StrongDescriptorArray__STRONG_DESCRIPTOR_ARRAY_TYPE",
};
constexpr size_t kShapeWords = 6;

// V8 trims arrays in place: their length tells what is still theirs.
constexpr const char* kArrayTypes[] = {
    "FixedArray__FIXED_ARRAY_TYPE",
    "ProtectedFixedArray__PROTECTED_FIXED_ARRAY_TYPE",
    "ProtectedWeakFixedArray__PROTECTED_WEAK_FIXED_ARRAY_TYPE",
    "TrustedFixedArray__TRUSTED_FIXED_ARRAY_TYPE",
    "TrustedWeakFixedArray__TRUSTED_WEAK_FIXED_ARRAY_TYPE",
    "WeakArrayList__WEAK_ARRAY_LIST_TYPE",
    "WeakFixedArray__WEAK_FIXED_ARRAY_TYPE",
};

constexpr size_t kWord = sizeof(Address);
// Objects up to this size share pages of kPageBytes; larger ones have a mapping of their own that may shrink.
constexpr size_t kMaxRegularBytes = size_t{1} << 17;
constexpr Address kPageBytes = Address{1} << 18;

}  // namespace

void CodeObjects::TypeSet::Add(const char* name) {
  int type = InstanceTypeNamed(name);
  if (type >= 0) Add(type);
}

void CodeObjects::TypeSet::Add(int type) { bits_[(type >> 6) & 1023] |= uint64_t{1} << (type & 63); }

CodeObjects::CodeObjects()
    : allocation_site_(InstanceTypeNamed("AllocationSite__ALLOCATION_SITE_TYPE")),
      feedback_vector_(InstanceTypeNamed("FeedbackVector__FEEDBACK_VECTOR_TYPE")),
      fixed_array_(InstanceTypeNamed("FixedArray__FIXED_ARRAY_TYPE")),
      js_array_(InstanceTypeNamed("JSArray__JS_ARRAY_TYPE")),
      js_object_(InstanceTypeNamed("JSObject__JS_OBJECT_TYPE")),
      references_(1024) {
  available_ = TRACEMALLOC_KNOWN_LAYOUT && allocation_site_ >= 0 && feedback_vector_ >= 0 && fixed_array_ >= 0 && js_array_ >= 0;
  for (const char* name : kCodeTypes) types_.Add(name);
  for (const char* name : kArrayTypes) array_types_.Add(name);
  array_types_.Add(InstanceTypeNamed("WeakFixedArray__WEAK_FIXED_ARRAY_TYPE") + 1);  // TransitionArray
  for (const Unnamed& unnamed : kUnnamedTypes) {
    int neighbour = InstanceTypeNamed(unnamed.neighbour);
    if (neighbour >= 0) types_.Add(neighbour + unnamed.distance);
  }
  for (const char* name : kShapeTypes) shape_types_.Add(name);
}

size_t CodeObjects::WordsToScan(Address object, size_t size) const {
  if (size > kMaxRegularBytes) return 0;
  int type = InstanceTypeOf(object);
  size_t words = size / kWord;
  if (shape_types_.Holds(type)) words = std::min(words, kShapeWords);
  if (array_types_.Holds(type)) words = std::min<size_t>(words, 2 + LengthOf(object));
  // Never beyond the page, whatever happened to the object since it was allocated.
  return std::min<size_t>(words, (kPageBytes - (object & (kPageBytes - 1))) / kWord);
}

// An allocation site holds the boilerplate of a literal, a feedback vector the arrays of tagged templates. From anything
// else, only V8's internal objects count: a map refers to its prototype, which is the program's.
void CodeObjects::AddReferences(Address object, size_t size) {
  int type = InstanceTypeOf(object);
  bool boilerplate = type == allocation_site_ || type == js_array_ || type == js_object_ || (type == fixed_array_ && references_.Find(object) && (*references_.Find(object) & kReceivers));
  uint8_t reach = boilerplate || type == feedback_vector_ ? kInternals | kReceivers : kInternals;
  size_t words = WordsToScan(object, size);
  for (size_t i = 1; i < words; i++) {
    Address word = FieldOf(object, static_cast<int>(i));
    if (!IsHeapPointer(word)) continue;
    references_.Insert(word) |= reach;
  }
}

bool CodeObjects::IsReferenced(Address object) {
  uint8_t* reach = references_.Find(object);
  if (!reach) return false;
  Address slot = object;
  v8::Local<v8::Value> value = LocalOver(&slot);
  if (value->IsString() || value->IsSymbol() || value->IsBigInt()) return false;
  if (!value->IsObject()) return true;
  int type = InstanceTypeOf(object);
  return (*reach & kReceivers) && (type == js_array_ || type == js_object_);
}

}  // namespace tracemalloc
