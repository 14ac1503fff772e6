#include "failure_injection.h"

#include "evaluate.h"

namespace tracemalloc {

bool FailureInjection::Learn(v8::Isolate* isolate) {
  if (calls_ > 0) return true;
  v8::HandleScope scope(isolate);
  v8::TryCatch attempt(isolate);
  isolate_ = isolate;
  learning_ = true;
  limit_.Ignore(isolate);
  bool survived = !Evaluate(isolate, "new ArrayBuffer(64)").IsEmpty();
  learning_ = false;
  limit_.Watch();
  if (survived || !attempt.HasCaught()) calls_ = 0;
  return calls_ > 0;
}

void FailureInjection::Arm(const FailurePlan& plan) {
  Disarm();
  plan_ = plan;
  attempts_.clear();
  repeats_ = 0;
  active_ = true;
}

void FailureInjection::Disarm() {
  active_ = false;
  limit_.Watch();
}

bool FailureInjection::Repeats() {
  if (learning_) {
    calls_++;
    return true;
  }
  if (repeats_ == 0) return false;
  // The last one: V8 gives up.
  if (--repeats_ == 0) limit_.Watch();
  return true;
}

bool FailureInjection::Fails(const Requester& requester, size_t size) {
  if (size < plan_.min_size || (requester.native && !plan_.native)) return false;
  if (plan_.owned && requester.file.empty()) return false;
  if (!plan_.file.empty() && requester.file.find(plan_.file) == std::string::npos) return false;
  uint64_t number = attempts_.size() + 1;
  bool fails = plan_.nth > 0 && number >= plan_.nth && (plan_.persistent || number - plan_.nth < plan_.count);
  attempts_.push_back({requester.traceback, size, fails});
  if (fails) {
    repeats_ = calls_ - 1;
    if (repeats_ > 0) limit_.Ignore(isolate_);
  }
  return fails;
}

}  // namespace tracemalloc
