// SPDX-License-Identifier: GPL-3.0-or-later
// Device memory and speed of a running model: pure arithmetic, documented in docs/estimates.md.
#pragma once

#include "estimate/hardware.h"
#include "formats/format.h"
#include "model/model.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace quantlathe {

struct Companions;

/// Of llama.cpp: f16 to q4_0; of vLLM and its like: f16, bf16, fp8; of ExLlamaV2: f16, q8, q6, q4.
enum class KvType { f16, bf16, q8_0, q5_1, q4_0, fp8, q8, q6, q4 };
[[nodiscard]] std::string_view name(KvType type);
[[nodiscard]] std::optional<KvType> kvTypeFromName(std::string_view name);
/// Those that the runtime has, the widest first.
[[nodiscard]] std::span<const KvType> kvTypes(Runtime runtime);
/// The type itself, or what the runtime has in its place: of nearly the same size.
[[nodiscard]] KvType kvTypeIn(Runtime runtime, KvType wished);

struct RunSettings {
    Runtime runtime = Runtime::llamaCpp; // of the format of the choices: see runOf()
    std::uint64_t contextTokens = 4096;
    KvType kv = KvType::f16;
    std::uint32_t sequences = 1;    // parallel slots, each with the full context
    std::uint32_t microBatch = 512; // llama.cpp's n_ubatch
    bool flashAttention = true;
    bool hasDesktop = true;   // the card shows one, too
    bool onProcessor = false; // no card: everything is in main memory, once
    double cardShare = 0.92;  // vLLM's gpu_memory_utilization: what it may take of the card
    std::uint32_t cards = 1;  // that a server cuts matrices and heads over (--tensor-parallel-size): figures are of one card
    std::shared_ptr<const Companions> beside = {}; // what is loaded with the model (companions.h); nullptr: nothing
};

/// The settings for the program where it loads the format, else for the format's best known one.
[[nodiscard]] inline RunSettings runOf(const Format& format, RunSettings settings, std::string_view program = {}) {
    settings.runtime = format.runtime(program);
    return settings;
}

/// The same on this card or processor: what its memory holds already is not counted again.
[[nodiscard]] RunSettings runOn(const Gpu& gpu, RunSettings settings);

/// A number of bytes and how it came about: "2 × 32 layers × 8192 cells × 8 heads × 128 × 2 bytes".
struct Figure {
    std::uint64_t bytes = 0; // 0 where it is unknown
    std::string formula;     // "unknown: …" then
    bool isKnown = true;
    std::string source = {}; // where the formula comes from, with its month: "llama.cpp's sources, October 2026"
};

/// Something that is loaded with the model: a line of its own.
struct ExtraFigure {
    std::string title; // "Draft model"
    Figure figure;
};

struct MemoryEstimate {
    Figure weights; // on the device
    Figure kv;
    Figure compute;
    Figure overhead;
    std::vector<ExtraFigure> extras;
    std::uint64_t hostBytes = 0;   // weights that stay in main memory (token embedding)
    bool isComplete = true;        // false: a figure is unknown
    double cardShare = 1;          // of the card's memory that the program may take
    std::uint64_t besideBytes = 0; // of it that others hold: only for programs that take a share
    /// At least so much, when the estimate is not complete.
    [[nodiscard]] std::uint64_t total() const {
        return weights.bytes + kv.bytes + compute.bytes + overhead.bytes + extraBytes();
    }
    [[nodiscard]] std::uint64_t extraBytes() const;
};

/// What the estimate's program may take of the card.
[[nodiscard]] std::uint64_t usableBytes(const Gpu& gpu, const MemoryEstimate& estimate);
/// The smallest card whose usableBytes() are the estimate's total.
[[nodiscard]] std::uint64_t cardBytes(const MemoryEstimate& estimate);

/// Memory of a model whose weights are encoded as `choices`, all layers on the device.
[[nodiscard]] MemoryEstimate estimateMemory(const Model& model, std::span<const Choice> choices, const RunSettings& settings);

enum class Fit { fits, tight, tooLarge, unknown };
struct FitResult {
    Fit fit = Fit::tooLarge;
    std::int64_t freeBytes = 0; // negative: short by so much. At most so much, when the estimate is not complete
};
/// fits: at least 1 GiB stays free; tight: less; tooLarge: more than the card has; unknown: what is known of an estimate that
/// is not complete has room, or the card does not say how much it has.
[[nodiscard]] FitResult fitOn(const Gpu& gpu, const MemoryEstimate& estimate);

/// Longest context in tokens that leaves `reserveBytes` free on the card: a multiple of 256, or the trained context where that
/// is shorter. 0 if not even 256 fit; nothing for models whose KV cache, or cards whose memory, is unknown.
[[nodiscard]] std::optional<std::uint64_t> longestContext(const Model& model, std::span<const Choice> choices,
                                                          RunSettings settings, const Gpu& gpu, std::uint64_t reserveBytes = 0);

/// What a program that takes its whole share of the card makes of the rest: room for keys and values.
struct CacheRoom {
    std::uint64_t bytes = 0;
    double sequences = 0;     // as long as the context, at the same time
    std::uint64_t tokens = 0; // of all of them together
    std::string formula;
};
/// vLLM's "maximum concurrency". Nothing for other programs and where a figure is unknown; all 0 if there is no room.
[[nodiscard]] std::optional<CacheRoom> cacheRoom(const Model& model, std::span<const Choice> choices,
                                                 const RunSettings& settings, const Gpu& gpu);

struct SpeedEstimate {
    double low = 0; // tokens per second; 0 when unknown
    double high = 0;
    std::string formula;
    [[nodiscard]] bool isKnown() const { return high > 0; }
    /// At the middle of the time per token; 0 when unknown.
    [[nodiscard]] double middle() const { return isKnown() ? 2 / (1 / low + 1 / high) : 0; }
};
/// Decoding speed of one sequence from memory bandwidth, at a full context. Unknown for transformers, whose kernels rarely come
/// near the bandwidth, and for cards whose bandwidth is unknown.
[[nodiscard]] SpeedEstimate estimateSpeed(const Model& model, std::span<const Choice> choices, const RunSettings& settings,
                                          const Gpu& gpu);

} // namespace quantlathe
