// What the graph knows of a node besides its name: the script of a function, the variables of a context.
//
// V8 names the edges between its own objects for DevTools, and has renamed some. What is not found stays empty.
#pragma once

#include <v8-profiler.h>
#include <v8.h>

#include <cstdint>
#include <string>

#include "v8_compat.h"

namespace tracemalloc {

// The file of a function's code, also of a generator's; of Node's object for a module, the module's.
std::string FileOf(v8::Isolate* isolate, const v8::HeapGraphNode* node);

// Whether it is a context: the variables of one call of a function (or block) that closures use.
bool IsContext(v8::Isolate* isolate, const v8::HeapGraphNode* node);
// The function that a context is of, or a generator, or an async function that waits; empty when it has no name, and for blocks and others.
std::string OwnerOf(v8::Isolate* isolate, const v8::HeapGraphNode* node);
// How many contexts it is nested in, itself counted, without those of a test runner's wrapper.
uint32_t DepthOf(v8::Isolate* isolate, const v8::HeapGraphNode* context);
// The variable of a context that an edge without a name leads to; empty when it cannot be told. The objects at both ends
// help, where they are known: 0 if not.
std::string VariableOf(v8::Isolate* isolate, const v8::HeapGraphEdge* edge, Address context, Address value);

// Of the cell in which a module keeps what it exports: the name of it.
std::string ExportOf(v8::Isolate* isolate, const v8::HeapGraphEdge* edge_to_cell);
// Of an entry of a Map with few of them, by its table: the key in quotes. Empty when it is no string, or was put together,
// and for Sets.
std::string KeyOf(v8::Isolate* isolate, const v8::HeapGraphEdge* edge_of_table);

}  // namespace tracemalloc
