// SPDX-License-Identifier: GPL-3.0-or-later
// Text to ids on one core, in bytes a second. Baselines: the SentencePiece library on the whole text, and byte-pair encoding as
// the paper's listing has it (all pairs of a word looked at again after every merge, by their texts).
//   bench_tokenizer [--benchmark_filter=...]          the sample's text
//   QUANTLATHE_EXTRA_DATA=... bench_tokenizer         and prose_eval.txt with a vocabulary of 50 000
#include "model/byte_level.h"
#include "tokenize/tokenizer.h"
#include "tokenize/word_cutter.h"

#include <benchmark/benchmark.h>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <sentencepiece_processor.h>

using namespace quantlathe;

namespace {

std::string textOf(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

std::filesystem::path extra(const char* relative) {
    const char* folder = std::getenv("QUANTLATHE_EXTRA_DATA");
    return folder == nullptr ? std::filesystem::path() : std::filesystem::path(folder) / relative;
}

std::string benchText() {
    const std::string text = textOf(extra("text/prose_eval.txt"));
    if (!text.empty()) {
        return text;
    }
    std::string repeated;
    while (repeated.size() < (1U << 19U)) {
        repeated += textOf(std::string(QUANTLATHE_RESOURCES) + "/sample/MODEL.md");
    }
    return repeated;
}

void encode(benchmark::State& state, const std::filesystem::path& model) {
    const auto tokenizer = openTokenizer(*openModel(model));
    const std::string text = benchText();
    for (auto _ : state) {
        benchmark::DoNotOptimize(tokenizer->encode(text));
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}

void plainSentencePiece(benchmark::State& state) {
    sentencepiece::SentencePieceProcessor processor;
    if (!processor.Load(std::string(QUANTLATHE_RESOURCES) + "/sample/tokenizer.model").ok()) {
        state.SkipWithError("the sample's tokenizer.model cannot be loaded");
        return;
    }
    const std::string text = benchText();
    std::vector<int> ids;
    for (auto _ : state) {
        static_cast<void>(processor.Encode(text, &ids));
        benchmark::DoNotOptimize(ids);
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}

void plainBpe(benchmark::State& state, const std::filesystem::path& model) {
    const TokenizerData data = *openModel(model)->tokenizer();
    std::map<std::pair<std::string, std::string>, std::size_t> ranks;
    for (std::size_t i = 0; i < data.merges.size(); ++i) {
        const std::size_t blank = data.merges[i].find(' ', 1);
        ranks.try_emplace({data.merges[i].substr(0, blank), data.merges[i].substr(blank + 1)}, i);
    }
    std::map<std::string, TokenId> ids;
    for (std::size_t id = 0; id < data.tokens.size(); ++id) {
        ids.emplace(data.tokens[id], static_cast<TokenId>(id));
    }
    const Pattern words(gpt2Words, {});
    const std::string text = benchText().substr(0, 1U << 16U);
    for (auto _ : state) {
        std::vector<TokenId> result;
        words.forEach(text, [&](std::size_t begin, std::size_t end, bool) {
            std::vector<std::string> parts;
            for (std::size_t i = begin; i < end; ++i) {
                parts.push_back(withStandIns(text.substr(i, 1)));
            }
            for (;;) {
                std::size_t best = data.merges.size();
                std::size_t place = 0;
                for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
                    const auto found = ranks.find({parts[i], parts[i + 1]});
                    if (found != ranks.end() && found->second < best) {
                        best = found->second;
                        place = i;
                    }
                }
                if (best == data.merges.size()) {
                    break;
                }
                parts[place] += parts[place + 1];
                parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(place) + 1);
            }
            for (const std::string& part : parts) {
                result.push_back(ids.at(part));
            }
        });
        benchmark::DoNotOptimize(result);
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}

} // namespace

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    benchmark::RegisterBenchmark("sentencepiece, library alone", plainSentencePiece)->Unit(benchmark::kMillisecond);
    benchmark::RegisterBenchmark("sentencepiece, in blocks", [](benchmark::State& state) {
        encode(state, std::string(QUANTLATHE_RESOURCES) + "/sample");
    })->Unit(benchmark::kMillisecond);
    for (const char* name : {"gpt-2", "falcon", "llama-spm"}) {
        const auto file = extra(("golden/tokenizers/ggml-vocab-" + std::string(name) + ".gguf").c_str());
        if (!file.empty() && std::filesystem::exists(file)) {
            benchmark::RegisterBenchmark(name, [file](benchmark::State& state) {
                encode(state, file);
            })->Unit(benchmark::kMillisecond);
            if (std::string_view(name) == "gpt-2") {
                benchmark::RegisterBenchmark("gpt-2, the paper's listing", [file](benchmark::State& state) {
                    plainBpe(state, file);
                })->Unit(benchmark::kMillisecond);
            }
        }
    }
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
