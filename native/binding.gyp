{
  "targets": [
    {
      "target_name": "tracemalloc",
      "sources": [
        "src/addon.cc",
        "src/array_buffers.cc",
        "src/buffer_table.cc",
        "src/page_allocator.cc",
        "src/reserved_buffers.cc",
        "src/tracer.cc",
        "src/heap_observer.cc",
        "src/stack_walker.cc",
        "src/code_map.cc",
        "src/baseline_table.cc",
        "src/byte_array.cc",
        "src/source_positions.cc",
        "src/columns.cc",
        "src/evaluate.cc",
        "src/failure_injection.cc",
        "src/requesters.cc",
        "src/image.cc",
        "src/instance_types.cc",
        "src/mementos.cc",
        "src/frame_table.cc",
        "src/frame_pointers.cc",
        "src/vm_state.cc",
        "src/trace_table.cc",
        "src/code_objects.cc",
        "src/safe_memory.cc",
        "src/self_check.cc",
        "src/sites.cc",
        "src/window_reader.cc",
        "src/v8_flags.cc",
        "src/garbage.cc"
      ],
      "include_dirs": ["<!(node -p \"require('node-addon-api').include_dir\")"],
      "defines": ["NAPI_VERSION=8", "NODE_ADDON_API_DISABLE_DEPRECATED", "NAPI_DISABLE_CPP_EXCEPTIONS", "NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS"],
      "cflags_cc!": ["-std=gnu++17"],
      "cflags_cc": ["-std=gnu++20", "-Wall", "-Wextra", "-Wno-unused-parameter", "-Wno-cast-function-type", "-fvisibility=hidden", "-fno-omit-frame-pointer"],
      "ldflags": ["-Wl,-z,nodelete"],
      "xcode_settings": { "CLANG_CXX_LANGUAGE_STANDARD": "gnu++20", "GCC_SYMBOLS_PRIVATE_EXTERN": "YES" }
    }
  ]
}
