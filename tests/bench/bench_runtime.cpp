// SPDX-License-Identifier: GPL-3.0-or-later
// Prefill: tokens a second, share of what a bare oneDNN product reaches in the same run, peak resident memory. Models: the
// sample and a synthetic Llama of 1.1 billion weights in BF16. Usage: bench_runtime [threads, default 2] [13b]: with 13b also a
// synthetic 13B in BF16, whose weights lie in a sparse file and are zeros: for its memory.
#include "kernels/convert.h"
#include "runtime/forward.h"
#include "support/synthetic_models.h"
#include "support/test_support.h"

#include <chrono>
#include <cmath>
#include <cstring>
#include <ctime>
#include <fmt/format.h>
#include <fstream>
#include <oneapi/dnnl/dnnl.hpp>
#include <oneapi/tbb/parallel_for.h>
#include <QTemporaryDir>

using namespace quantlathe;

namespace {

struct Seconds {
    double wall = INFINITY;
    double processor = INFINITY; // of all threads together: hardly disturbed by a busy machine
};

/// The best of all repetitions.
template <class Work>
Seconds secondsOf(int repetitions, const Work& work) {
    using Clock = std::chrono::steady_clock;
    Seconds best;
    for (int i = 0; i < repetitions; ++i) {
        const auto before = Clock::now();
        const std::clock_t processorBefore = std::clock();
        work();
        best.wall = std::min(best.wall, std::chrono::duration<double>(Clock::now() - before).count());
        best.processor = std::min(best.processor, static_cast<double>(std::clock() - processorBefore) / CLOCKS_PER_SEC);
    }
    return best;
}

double peakResidentMiB() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("VmHWM:")) {
            return std::stod(line.substr(6)) / 1024;
        }
    }
    return 0;
}
void resetPeak() {
    std::ofstream("/proc/self/clear_refs") << 5;
}

/// GFLOP per second and core of oneDNN's product of 2048 × 4096 and 4096 × 4096, one on each thread.
double barePeak(ThreadArena& arena, Compute compute) {
    using Type = dnnl::memory::data_type;
    using Tag = dnnl::memory::format_tag;
    constexpr std::int64_t m = 2048;
    constexpr std::int64_t n = 4096;
    const Type type = compute == Compute::f32 ? Type::f32 : Type::bf16;
    // Makes this thread and those of the arena use one thread each inside oneDNN, as the runtime does.
    std::vector<float> some(16 * 16, 1.0F);
    const auto touch = [&] {
        std::vector<float> out(16 * 16);
        multiplyTransposed({some.data(), 16, 16, 16}, {some.data(), 16, 16, 16}, 1.0F, {out.data(), 16, 16, 16});
    };
    const auto threads = static_cast<std::size_t>(arena.threads());
    const Seconds seconds = secondsOf(3, [&] {
        arena.run([&] {
            oneapi::tbb::parallel_for(
                std::size_t{0}, threads,
                [&](std::size_t) {
                    touch();
                    const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
                    dnnl::stream stream(engine);
                    const dnnl::memory::desc x({m, n}, type, Tag::ab);
                    const dnnl::memory::desc w({n, n}, type, Tag::ba);
                    const dnnl::memory::desc y({m, n}, Type::f32, Tag::ab);
                    const dnnl::matmul product({{x, w, y}, engine});
                    const dnnl::memory xm(x, engine);
                    const dnnl::memory wm(w, engine);
                    const dnnl::memory ym(y, engine);
                    std::memset(xm.get_data_handle(), 0x3C, x.get_size());
                    std::memset(wm.get_data_handle(), 0x3C, w.get_size());
                    for (int i = 0; i < 3; ++i) {
                        product.execute(stream, {{DNNL_ARG_SRC, xm}, {DNNL_ARG_WEIGHTS, wm}, {DNNL_ARG_DST, ym}});
                    }
                    stream.wait();
                },
                oneapi::tbb::simple_partitioner());
        });
    });
    return 3.0 * 2.0 * m * n * n * static_cast<double>(threads) / seconds.processor / 1e9;
}

std::vector<TokenSequence> text(std::size_t sequences, std::size_t tokens, std::uint64_t vocabulary) {
    std::vector<TokenSequence> result(sequences);
    std::uint64_t state = 1;
    for (TokenSequence& sequence : result) {
        for (std::size_t i = 0; i < tokens; ++i) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            sequence.tokens.push_back(static_cast<std::int32_t>((state >> 33U) % vocabulary));
        }
        sequence.firstLogit = tokens / 2;
    }
    return result;
}

void measure(const std::string& what, const WeightSource& source, std::vector<TokenSequence> sequences, Compute compute,
             ThreadArena& arena, double peak, int repetitions) {
    Progress progress;
    const CancelToken never;
    ForwardOptions options;
    options.compute = compute;
    std::size_t tokens = 0;
    double multiplyAdds = 0;
    double best = 0;
    resetPeak();
    const Seconds seconds = secondsOf(repetitions, [&] {
        ForwardPass pass(source, sequences, options);
        tokens = pass.tokens();
        multiplyAdds = static_cast<double>(pass.workUnits()) * multiplyAddsPerUnit;
        pass.runToLogits([&](const LogitRows& rows) { best = std::max<double>(best, rows.values[0]); },
                         {arena, progress, never, {}});
    });
    const double perCore = 2 * multiplyAdds / seconds.processor / 1e9;
    fmt::print("{:34} {:9.0f} tokens/s {:9.0f} a core second {:7.1f} GFLOP a core second {:4.0f} % of bare {:7.0f} MiB\n", what,
               static_cast<double>(tokens) / seconds.wall, static_cast<double>(tokens) / seconds.processor, perCore,
               100 * perCore / peak, peakResidentMiB());
}

/// Fills the tensors' data of a model file with the same million of small numbers again and again.
void fillWeights(const std::filesystem::path& path) {
    const std::uint64_t size = std::filesystem::file_size(path);
    const auto some = test::normalValues(1U << 20U, 1);
    std::vector<std::byte> stored(some.size() * 2);
    bf16FromFloats(some, stored);
    OutputFile file(path, OutputFile::Mode::continueExisting);
    for (std::uint64_t at = 1U << 20U; at < size; at += stored.size()) { // headers are smaller than 1 MiB
        file.writeAt(at, std::span(stored).first(std::min<std::uint64_t>(stored.size(), size - at)));
    }
}

} // namespace

int main(int argc, char** argv) {
    ThreadArena arena(argc > 1 ? std::stoi(argv[1]) : 2);
    const bool with13b = argc > 2 && std::string(argv[2]) == "13b";
    const double peak = barePeak(arena, Compute::f32);
    const double peakBf16 = hasBf16Instructions() ? barePeak(arena, Compute::bf16) : 0;
    fmt::print("{} threads; bare oneDNN: {:.0f} GFLOP a core second in F32, {:.0f} in BF16\n", arena.threads(), peak, peakBf16);

    const QTemporaryDir folder;
    const ModelWeights sample(openModel(test::resourceFile("sample")));
    const auto prose = text(32, 512, sample.model().hyper().vocabulary);
    measure("sample, F32", sample, prose, Compute::f32, arena, peak, 3);
    const auto run = [&](const std::string& what, const WeightSource& source, std::size_t sequences, int repetitions) {
        const auto tokens = text(sequences, 512, source.model().hyper().vocabulary);
        measure(what + ", F32", source, tokens, Compute::f32, arena, peak, repetitions);
        if (hasBf16Instructions()) {
            measure(what + ", BF16", source, tokens, Compute::bf16, arena, peakBf16, repetitions);
        }
    };
    test::LlamaShape shape{.layers = 22,
                           .hidden = 2048,
                           .feedForward = 5632,
                           .heads = 32,
                           .kvHeads = 4,
                           .headSize = 64,
                           .vocabulary = 32000,
                           .contextTokens = 2048};
    const auto path = test::writeLlamaGguf(folder, shape);
    fillWeights(path);
    run("Llama 1.1B", ModelWeights(openModel(path)), 4, 2);
    std::filesystem::remove(path);
    if (with13b) {
        shape = {.layers = 40,
                 .hidden = 5120,
                 .feedForward = 13824,
                 .heads = 40,
                 .kvHeads = 40,
                 .headSize = 128,
                 .vocabulary = 32000,
                 .contextTokens = 4096};
        run("Llama 13B", ModelWeights(openModel(test::writeLlamaGguf(folder, shape))), 4, 1);
    }
    return 0;
}
