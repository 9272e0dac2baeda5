// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/term_sources.h"

#include "base/words.h"

#include <algorithm>
#include <array>

namespace quantlathe {
namespace {

struct Sources {
    Runtime runtime;
    std::string_view weights;
    std::string_view kv;
    std::string_view compute;
    std::string_view overhead;
};

constexpr std::string_view fromFile = words("sizes of the number formats, to the byte");
constexpr std::string_view cards = words("five models on an RTX 3060 (llmfit's benchmark cache, 2026)");

constexpr auto table = std::to_array<Sources>({
    {Runtime::llamaCpp, words("llama.cpp's sources (llama-model.cpp, load_tensors), October 2026"),
     words("llama.cpp's sources (llama-kv-cache, llama-memory-recurrent), October 2026"),
     words("fitted to what llama.cpp printed, October 2026"), cards},
    {Runtime::transformers, fromFile, words("transformers' DynamicCache, 2026"),
     words("activations of a layer in 16 bits; two published peaks of 2023"), cards},
    {Runtime::vllm, fromFile, words("vLLM's sources (kv_cache_interface.py), July 2026"),
     words("fitted to three logs of vLLM, December 2024 to February 2025"), words("logs of vLLM, 2025 and 2026")},
    {Runtime::sglang, fromFile, words("as vLLM's, windows kept whole; July 2026"), words("no source found, November 2026"),
     cards},
    {Runtime::exllamaV2, words("ExLlamaV2's sources (linear.py), 2025"), words("ExLlamaV2's sources (cache.py), 2025"),
     words("ExLlamaV2's sources (linear.py), 2025"), cards},
    {Runtime::tensorRtLlm, fromFile, words("TensorRT-LLM's page on memory, 2025"), words("TensorRT-LLM's page on memory, 2025"),
     cards},
});

} // namespace

void nameSources(MemoryEstimate& estimate, Runtime runtime) {
    const Sources& sources = *std::ranges::find(table, runtime, &Sources::runtime);
    estimate.weights.source = translated(sources.weights);
    estimate.kv.source = translated(sources.kv);
    estimate.compute.source = translated(sources.compute);
    estimate.overhead.source = translated(sources.overhead);
    for (ExtraFigure& extra : estimate.extras) {
        if (extra.figure.source.empty()) {
            extra.figure.source = translated(sources.kv);
        }
    }
}

std::string speedSource(Runtime runtime) {
    return runtime == Runtime::llamaCpp
               ? say("fitted to llama-bench tables (llama.cpp discussions 4167, 10879, 15013), October 2026")
               : say("no source found, November 2026");
}

} // namespace quantlathe
