// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/placement.h"

#include "base/words.h"
#include "estimate/bounded_product.h"
#include "estimate/cache_layout.h"
#include "estimate/kv_cache.h"
#include "estimate/run_facts.h"
#include "estimate/token_time.h"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

namespace quantlathe {
namespace {

constexpr std::uint64_t comfortableRest = 1ULL << 30U;

/// A layer, or at the end the output matrix with what belongs to no layer.
struct Slot {
    std::uint64_t bytes = 0; // of its weights but experts
    std::uint64_t expertBytes = 0;
    double activeBytes = 0; // read for one token
    double activeExpertBytes = 0;
    std::uint64_t kvBytes = 0; // of all sequences
    double activeKvBytes = 0;  // of one
    std::uint64_t largest = 0; // matrix
    std::uint64_t largestExperts = 0;
};

/// All that placing asks about a model, computed once.
struct Parts {
    std::vector<Slot> slots; // layers and one more
    std::uint64_t tableBytes = 0;
    std::uint64_t tiedBytes = 0; // of the table that is the output matrix, too
    std::uint64_t computeBytes = 0;
    std::uint64_t extraBytes = 0; // beside the model, on the first card in use
    bool isKnown = true;          // of what stands beside the model, too
    bool hasExperts = false;
    std::vector<std::uint64_t> overheadBytes; // a card
    [[nodiscard]] auto layers() const { return static_cast<std::uint32_t>(slots.size() - 1); }
};

void addWeight(Parts& parts, const Model& model, const Choice& choice, bool isTied) {
    const Weight& weight = *choice.weight;
    const std::uint64_t bytes = residentBytes(choice);
    if (isInputTable(weight)) {
        parts.tableBytes += bytes;
        if (!isTied || weight.role != Role::tokenEmbedding) {
            return;
        }
        parts.tiedBytes += bytes;
    }
    const std::size_t place =
        weight.layer && !isInputTable(weight) ? std::min<std::size_t>(*weight.layer, parts.layers()) : parts.layers();
    Slot& slot = parts.slots[place];
    const double active = activeBytes(model, choice, isTied);
    if (isExpertStack(weight)) {
        slot.expertBytes += bytes;
        slot.activeExpertBytes += active;
        slot.largestExperts = std::max(slot.largestExperts, bytes);
    } else {
        slot.bytes += bytes;
        slot.activeBytes += active;
        slot.largest = std::max(slot.largest, bytes);
    }
}

Parts partsOf(const Model& model, std::span<const Choice> choices, const RunSettings& settings, std::span<const Gpu> cards) {
    Parts parts;
    parts.slots.resize(std::size_t{model.hyper().layers} + 1);
    const bool isTied = tiesOutputToEmbedding(choices);
    for (const Choice& choice : choices) {
        if (isLoaded(model, *choice.weight)) {
            addWeight(parts, model, choice, isTied);
        }
    }
    const std::vector<LayerCache> caches = layerCaches(model, settings);
    const std::uint64_t sequences = std::max<std::uint32_t>(settings.sequences, 1);
    const std::uint64_t most = mostEstimatedBytes / parts.slots.size(); // so that absurd ones add up without overflow
    for (std::size_t layer = 0; layer < caches.size(); ++layer) {
        parts.slots[layer].kvBytes = std::min(boundedProduct(caches[layer].bytes(), sequences), most);
        parts.slots[layer].activeKvBytes = static_cast<double>(caches[layer].bytes());
    }
    const MemoryEstimate whole = estimateMemory(model, choices, settings);
    parts.computeBytes = whole.compute.bytes;
    parts.extraBytes = whole.extraBytes();
    parts.isKnown = whole.isComplete;
    parts.hasExperts = model.hyper().experts > 1;
    for (const Gpu& card : cards) {
        parts.overheadBytes.push_back(estimateMemory(model, choices, runOn(card, settings)).overhead.bytes);
    }
    return parts;
}

/// How the slots are dealt out.
struct Deal {
    std::uint32_t layersOnGpu = 0;
    std::uint32_t expertLayersOnHost = 0;
    std::vector<std::uint32_t> slots; // a card
};

bool hasExpertsOnHost(const Deal& deal, std::size_t slot) {
    return slot < deal.expertLayersOnHost;
}

std::size_t firstOnGpu(const Parts& parts, const Deal& deal) {
    return parts.slots.size() - deal.layersOnGpu;
}

/// What stays in main memory and has to be copied over for long prompts takes room on the first card: one matrix at a time.
std::uint64_t largestOnHost(const Parts& parts, const Deal& deal) {
    std::uint64_t largest = 0;
    for (std::size_t i = 0; i < parts.slots.size(); ++i) {
        const Slot& slot = parts.slots[i];
        const bool isOnHost = i < firstOnGpu(parts, deal);
        largest =
            std::max({largest, isOnHost ? slot.largest : 0, isOnHost || hasExpertsOnHost(deal, i) ? slot.largestExperts : 0});
    }
    return largest;
}

Placement measured(const Parts& parts, const Deal& deal, std::span<const Gpu> cards) {
    Placement placement;
    placement.layers = parts.layers();
    placement.layersOnGpu = deal.layersOnGpu;
    placement.expertLayersOnHost = deal.expertLayersOnHost;
    placement.host.weightBytes = parts.tableBytes;
    const std::size_t first = firstOnGpu(parts, deal);
    for (std::size_t i = 0; i < parts.slots.size(); ++i) {
        const Slot& slot = parts.slots[i];
        placement.host.weightBytes +=
            (i < first ? slot.bytes : 0) + (i < first || hasExpertsOnHost(deal, i) ? slot.expertBytes : 0);
        placement.host.kvBytes += i < first ? slot.kvBytes : 0;
    }
    placement.host.weightBytes -= deal.layersOnGpu == 0 ? parts.tiedBytes : 0; // once is enough there
    placement.host.computeBytes = deal.layersOnGpu < parts.slots.size() ? parts.computeBytes : 0;
    placement.host.extraBytes = deal.layersOnGpu == 0 ? parts.extraBytes : 0;
    std::size_t at = first;
    bool isFirstInUse = true;
    for (std::size_t card = 0; card < cards.size(); ++card) {
        CardShare share;
        share.gpu = cards[card];
        share.places = deal.slots[card];
        for (const std::size_t end = at + deal.slots[card]; at < end; ++at) {
            const Slot& slot = parts.slots[at];
            share.weightBytes += slot.bytes + (hasExpertsOnHost(deal, at) ? 0 : slot.expertBytes);
            share.kvBytes += slot.kvBytes;
        }
        if (share.places > 0) {
            share.computeBytes = parts.computeBytes + (isFirstInUse ? largestOnHost(parts, deal) : 0);
            share.overheadBytes = parts.overheadBytes[card];
            share.extraBytes = isFirstInUse ? parts.extraBytes : 0;
            isFirstInUse = false;
        }
        placement.cards.push_back(std::move(share));
    }
    return placement;
}

/// Of everything together: the worst counts.
Fit fitOf(const Placement& placement, const HostMemory& host) {
    Fit fit = Fit::fits;
    const auto worsen = [&](std::int64_t free) {
        const Fit here = free < 0 ? Fit::tooLarge : free < static_cast<std::int64_t>(comfortableRest) ? Fit::tight : Fit::fits;
        fit = fit == Fit::tooLarge || here == Fit::tooLarge ? Fit::tooLarge
              : fit == Fit::tight || here == Fit::tight     ? Fit::tight
                                                            : Fit::fits;
    };
    for (const CardShare& card : placement.cards) {
        if (card.places > 0) {
            worsen(card.freeBytes());
        }
    }
    if (fit == Fit::tooLarge || (host.bytes == 0 && placement.isWhole())) {
        return fit; // a token embedding is no reason to ask for the size of main memory
    }
    if (host.bytes == 0) {
        return Fit::unknown;
    }
    worsen(static_cast<std::int64_t>(host.bytes) - static_cast<std::int64_t>(placement.host.total()));
    return fit;
}

SpeedEstimate speedOf(const Parts& parts, const Deal& deal, std::span<const Gpu> cards, const HostMemory& host) {
    TokenTime sum;
    std::string formula;
    const auto add = [&](const TokenTime& time) {
        sum.low += time.low;
        sum.high += time.high;
        formula += (formula.empty() ? "" : "; ") + time.formula;
    };
    const std::size_t first = firstOnGpu(parts, deal);
    double onHost = 0;
    for (std::size_t i = 0; i < parts.slots.size(); ++i) {
        const Slot& slot = parts.slots[i];
        onHost += (i < first ? slot.activeBytes + slot.activeKvBytes : 0) +
                  (i < first || hasExpertsOnHost(deal, i) ? slot.activeExpertBytes : 0);
    }
    std::size_t at = first;
    for (std::size_t card = 0; card < cards.size(); ++card) {
        if (deal.slots[card] == 0) {
            continue;
        }
        if (!(cards[card].bandwidthBytesPerSecond > 0)) {
            return {0, 0, say("unknown: the bandwidth of {} is not known", cards[card].name)};
        }
        double bytes = 0;
        double layers = 0;
        for (const std::size_t end = at + deal.slots[card]; at < end; ++at) {
            const Slot& slot = parts.slots[at];
            bytes += slot.activeBytes + slot.activeKvBytes + (hasExpertsOnHost(deal, at) ? 0 : slot.activeExpertBytes);
            layers += at < parts.layers() ? 1 : 0;
        }
        add(timeOnCard(cards[card], bytes, layers, parts.hasExperts));
    }
    if (onHost > 0) {
        if (!(host.bytesPerSecond > 0)) {
            return {0, 0, say("unknown: the bandwidth of main memory is not known")};
        }
        add(timeInMainMemory(host.bytesPerSecond, onHost, parts.hasExperts));
    }
    return {.low = 1000 / sum.high, .high = 1000 / sum.low, .formula = std::move(formula)};
}

/// Deals `layersOnGpu` slots out, card after card, each as many as leave the reserve free; from the first card or from the
/// last. Nothing if the cards together do not hold them.
std::optional<Deal> dealt(const Parts& parts, std::span<const Gpu> cards, std::uint32_t layersOnGpu,
                          std::uint32_t expertLayersOnHost, std::uint64_t reserve, bool fromLast) {
    Deal deal{layersOnGpu, expertLayersOnHost, std::vector<std::uint32_t>(cards.size())};
    // Counted on every card: which is the first is not known yet.
    const std::uint64_t copied = largestOnHost(parts, deal) + parts.extraBytes;
    std::size_t begin = firstOnGpu(parts, deal);
    std::size_t end = parts.slots.size();
    for (std::size_t i = 0; i < cards.size(); ++i) {
        const std::size_t card = fromLast ? cards.size() - 1 - i : i;
        std::uint64_t used = parts.computeBytes + parts.overheadBytes[card] + copied + reserve;
        while (begin < end) {
            const std::size_t at = fromLast ? end - 1 : begin;
            const Slot& slot = parts.slots[at];
            used += slot.bytes + slot.kvBytes + (hasExpertsOnHost(deal, at) ? 0 : slot.expertBytes);
            if (used > cards[card].memoryBytes) {
                break;
            }
            ++deal.slots[card];
            fromLast ? --end : ++begin;
        }
    }
    return begin == end ? std::optional(std::move(deal)) : std::nullopt;
}

/// All on one card: the fastest that holds it.
std::optional<Deal> onOneCard(const Parts& parts, std::span<const Gpu> cards, std::uint64_t reserve) {
    std::uint64_t needed = parts.computeBytes + parts.extraBytes + reserve;
    for (const Slot& slot : parts.slots) {
        needed += slot.bytes + slot.expertBytes + slot.kvBytes;
    }
    std::optional<std::size_t> best;
    for (std::size_t card = 0; card < cards.size(); ++card) {
        const bool holdsIt = needed + parts.overheadBytes[card] <= cards[card].memoryBytes;
        if (holdsIt && (!best || cards[card].bandwidthBytesPerSecond > cards[*best].bandwidthBytesPerSecond)) {
            best = card;
        }
    }
    if (!best) {
        return std::nullopt;
    }
    Deal deal{parts.layers() + 1, 0, std::vector<std::uint32_t>(cards.size())};
    deal.slots[*best] = parts.layers() + 1;
    return deal;
}

/// What could be done, all of it leaving the reserve free.
std::vector<Deal> possibleDeals(const Parts& parts, std::span<const Gpu> cards, std::uint64_t reserve) {
    std::vector<Deal> deals;
    const std::uint32_t all = parts.layers() + 1;
    const auto fewerLayers = [&](std::uint32_t expertLayersOnHost) {
        for (const bool fromLast : {false, true}) {
            for (std::uint32_t count = all; count > 0; --count) {
                if (auto deal = dealt(parts, cards, count, expertLayersOnHost, reserve, fromLast)) {
                    deals.push_back(std::move(*deal));
                    break;
                }
            }
        }
    };
    fewerLayers(0);
    if (parts.hasExperts) {
        for (const bool fromLast : {false, true}) {
            for (std::uint32_t experts = 1; experts <= parts.layers(); ++experts) {
                if (auto deal = dealt(parts, cards, all, experts, reserve, fromLast)) {
                    deals.push_back(std::move(*deal));
                    break;
                }
            }
        }
        fewerLayers(parts.layers());
    }
    return deals;
}

Deal nothingOnCards(std::span<const Gpu> cards) {
    return {0, 0, std::vector<std::uint32_t>(cards.size())};
}

/// As the user asked: as even as the cards allow, whether it fits or not.
Deal dealtByWish(const Parts& parts, std::span<const Gpu> cards, const PlacementWish& wish) {
    const std::uint32_t count = std::min(wish.layersOnGpu.value_or(parts.layers() + 1), parts.layers() + 1);
    const std::uint32_t experts = parts.hasExperts ? std::min(wish.expertLayersOnHost.value_or(0), parts.layers()) : 0;
    for (const bool fromLast : {false, true}) {
        if (auto deal = dealt(parts, cards, count, experts, 0, fromLast)) {
            return *deal;
        }
    }
    Deal deal{count, experts, std::vector<std::uint32_t>(cards.size())};
    const double all = std::accumulate(cards.begin(), cards.end(), 0.0,
                                       [](double sum, const Gpu& gpu) { return sum + static_cast<double>(gpu.memoryBytes); });
    std::uint32_t left = count;
    for (std::size_t card = 0; card + 1 < cards.size(); ++card) { // llama.cpp's own way: by memory
        deal.slots[card] =
            std::min(left, static_cast<std::uint32_t>(count * static_cast<double>(cards[card].memoryBytes) / all));
        left -= deal.slots[card];
    }
    deal.slots.back() = left;
    return deal;
}

double middleTime(const SpeedEstimate& speed) {
    return speed.isKnown() ? 1 / speed.low + 1 / speed.high : 0;
}

/// `best` or a quicker one; among those whose speed is unknown the one with more on the cards.
Deal quickest(Deal best, std::vector<Deal> others, const Parts& parts, std::span<const Gpu> cards, const HostMemory& host) {
    double shortest = middleTime(speedOf(parts, best, cards, host));
    for (Deal& deal : others) {
        const double time = middleTime(speedOf(parts, deal, cards, host));
        const bool isQuicker = time > 0 && shortest > 0 ? time < shortest : deal.layersOnGpu > best.layersOnGpu;
        if (isQuicker) {
            best = std::move(deal);
            shortest = time;
        }
    }
    return best;
}

Deal chosenDeal(const Parts& parts, std::span<const Gpu> cards, const HostMemory& host, std::uint64_t reserve) {
    for (const std::uint64_t free : {reserve, std::uint64_t{0}}) { // tight is better than a part of it in main memory
        if (auto whole = onOneCard(parts, cards, free)) {
            return *whole;
        }
        auto whole = dealt(parts, cards, parts.layers() + 1, 0, free, false);
        auto fromLast = dealt(parts, cards, parts.layers() + 1, 0, free, true);
        if (whole && fromLast) {
            return quickest(std::move(*whole), {std::move(*fromLast)}, parts, cards, host);
        }
    }
    return quickest(nothingOnCards(cards), possibleDeals(parts, cards, reserve), parts, cards, host);
}

} // namespace

std::optional<Placement> placeModel(const Model& model, std::span<const Choice> choices, RunSettings settings,
                                    std::span<const Gpu> cards, const HostMemory& host, const PlacementWish& wish) {
    if (whyComputeUnknown(model) || settings.runtime != Runtime::llamaCpp) {
        return std::nullopt;
    }
    settings.onProcessor = false;
    const Parts parts = partsOf(model, choices, settings, cards);
    if (!parts.isKnown) {
        return std::nullopt;
    }
    const Deal deal = cards.empty()                                 ? nothingOnCards(cards)
                      : wish.layersOnGpu || wish.expertLayersOnHost ? dealtByWish(parts, cards, wish)
                                                                    : chosenDeal(parts, cards, host, wish.reserveBytes);
    Placement placement = measured(parts, deal, cards);
    placement.fit = fitOf(placement, host);
    placement.speed = speedOf(parts, deal, cards, host);
    return placement;
}

WeightPlace placeOf(const Placement& placement, const Model& model, const Weight& weight, bool isTied, const HostMemory& host) {
    WeightPlace place;
    if (!isLoaded(model, weight)) {
        return place;
    }
    const bool isTable = isInputTable(weight);
    const bool isOutput = isTable && isTied && weight.role == Role::tokenEmbedding;
    const std::uint32_t slot = weight.layer && !isTable ? std::min(*weight.layer, placement.layers) : placement.layers;
    const std::uint32_t first = placement.layers + 1 - placement.layersOnGpu;
    const bool isOnCard =
        slot >= first && (!isTable || isOutput) && !(isExpertStack(weight) && slot < placement.expertLayersOnHost);
    place.isInMainMemory = !isOnCard || isTable;
    const bool hasExperts = model.hyper().experts > 1;
    if (!isOnCard) {
        place.millisecondsPerByte =
            host.bytesPerSecond > 0 ? timeInMainMemory(host.bytesPerSecond, 1e9, hasExperts).middle() / 1e9 : 0;
        return place;
    }
    std::uint32_t end = first;
    for (std::size_t card = 0; card < placement.cards.size() && !place.card; ++card) {
        end += placement.cards[card].places;
        if (slot < end) {
            place.card = card;
            const Gpu& gpu = placement.cards[card].gpu;
            place.millisecondsPerByte =
                gpu.bandwidthBytesPerSecond > 0 ? timeOnCard(gpu, 1e9, 0, hasExperts).middle() / 1e9 : 0;
        }
    }
    return place;
}

std::string placementText(const Placement& placement) {
    const std::uint32_t all = placement.layers + 1;
    const auto inUse = std::ranges::count_if(placement.cards, [](const CardShare& card) { return card.places > 0; });
    if (placement.isOnHostAlone()) {
        return say("all in main memory");
    }
    if (placement.isWhole()) {
        return inUse > 1 ? say("whole, on {} cards", inUse) : say("whole on the card");
    }
    if (placement.layersOnGpu == all) {
        return say("experts of {} of {} layers in main memory", placement.expertLayersOnHost, placement.layers);
    }
    return placement.expertLayersOnHost > 0 ? say("{} of {} layers on the card, without experts", placement.layersOnGpu, all)
                                            : say("{} of {} layers on the card", placement.layersOnGpu, all);
}

} // namespace quantlathe
