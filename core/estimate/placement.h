// SPDX-License-Identifier: GPL-3.0-or-later
// Where llama.cpp puts a model: layers on one or several cards, the rest, or only experts, in main memory (docs/estimates.md,
// "When it does not fit whole").
#pragma once

#include "estimate/memory.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace quantlathe {

struct CardShare {
    Gpu gpu;
    std::uint32_t places = 0; // layers, and the output matrix as one more
    std::uint64_t weightBytes = 0;
    std::uint64_t kvBytes = 0;
    std::uint64_t computeBytes = 0;
    std::uint64_t overheadBytes = 0;
    std::uint64_t extraBytes = 0; // beside the model: of the first card in use
    [[nodiscard]] std::uint64_t total() const { return weightBytes + kvBytes + computeBytes + overheadBytes + extraBytes; }
    /// Negative: short by so much.
    [[nodiscard]] std::int64_t freeBytes() const {
        return static_cast<std::int64_t>(gpu.memoryBytes) - static_cast<std::int64_t>(total());
    }
};

struct HostShare {
    std::uint64_t weightBytes = 0; // with the token embedding, which is always there
    std::uint64_t kvBytes = 0;
    std::uint64_t computeBytes = 0;
    std::uint64_t extraBytes = 0; // beside the model, where nothing is on a card
    [[nodiscard]] std::uint64_t total() const { return weightBytes + kvBytes + computeBytes + extraBytes; }
};

struct Placement {
    std::uint32_t layers = 0;             // of the model
    std::uint32_t layersOnGpu = 0;        // llama.cpp's -ngl: the last ones, counting the output matrix as one more
    std::uint32_t expertLayersOnHost = 0; // llama.cpp's --n-cpu-moe: the experts of so many first layers
    std::vector<CardShare> cards;         // as given, with or without a share
    HostShare host;
    Fit fit = Fit::unknown; // cards and main memory together; of main memory of unknown size nothing is known
    SpeedEstimate speed;

    [[nodiscard]] bool isWhole() const { return layersOnGpu == layers + 1 && expertLayersOnHost == 0; }
    [[nodiscard]] bool isOnHostAlone() const { return layersOnGpu == 0; }
};

struct PlacementWish {
    // What is not asked for is what fits and is fastest.
    std::optional<std::uint32_t> layersOnGpu = {};
    std::optional<std::uint32_t> expertLayersOnHost = {}; // with all layers on the cards, or as many as asked for
    std::uint64_t reserveBytes = 1ULL << 30U; // that stays free on each card and in main memory, where the choice is ours
};

/// Whole on the cards where it fits (on the fastest card alone, if one holds it); else the fastest of what leaves the reserve
/// free: fewer layers on the cards, or the experts of some layers in main memory. Where nothing fits, what is least on the
/// cards. `cards` in the order in which llama.cpp numbers them; layers follow each other over the cards. Nothing for models
/// whose KV cache is unknown and for runtimes other than llama.cpp. Cards whose memory is unknown get nothing.
[[nodiscard]] std::optional<Placement> placeModel(const Model& model, std::span<const Choice> choices, RunSettings settings,
                                                  std::span<const Gpu> cards, const HostMemory& host,
                                                  const PlacementWish& wish = {});

/// Where llama.cpp keeps a weight. A table whose rows main memory looks up can be the output matrix on a card, too.
struct WeightPlace {
    std::optional<std::size_t> card; // of Placement::cards
    bool isInMainMemory = false;
    double millisecondsPerByte = 0; // of what one token reads of it, at the middle of the estimate; 0 where that is unknown
};
/// Precondition: the placement is one of the model. `isTied`: tiesOutputToEmbedding().
[[nodiscard]] WeightPlace placeOf(const Placement& placement, const Model& model, const Weight& weight, bool isTied,
                                  const HostMemory& host);

/// "27 of 33 layers on the card", "all on the card, experts of 20 layers in main memory".
[[nodiscard]] std::string placementText(const Placement& placement);

} // namespace quantlathe
