// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/linear_groups.h"

#include <algorithm>
#include <utility>

namespace quantlathe {
namespace {

class Collector {
public:
    void add(std::optional<Step> step, std::vector<Linear> linears, std::uint32_t matrices = 1, std::uint32_t used = 1) {
        if (!linears.empty() && linears.front()) {
            groups_.push_back({std::move(linears), step, matrices, used});
        }
    }
    void add(std::optional<Step> step, const Linear& linear, std::uint32_t matrices = 1, std::uint32_t used = 1) {
        add(step, std::vector{linear}, matrices, used);
    }
    [[nodiscard]] std::vector<LinearGroup> take() { return std::move(groups_); }

private:
    std::vector<LinearGroup> groups_;
};

void addMixer(const Block& block, Collector& to) {
    to.add(Step::mixerInput, block.mixerInputs);
    if (block.attention && block.attention->latent) {
        const Latents& latent = *block.attention->latent;
        const std::uint32_t heads = block.attention->heads;
        std::vector<Linear> ofNarrow;
        if (latent.queries) {
            ofNarrow.push_back(latent.queries);
        }
        if (latent.choice) {
            ofNarrow.push_back(latent.choice->queries);
        }
        to.add(Step::mixerInner, std::move(ofNarrow));
        to.add(Step::mixerInner, latent.keys, heads, heads);
        to.add(Step::mixerInner, latent.values, heads, heads);
        to.add(Step::mixerInner, latent.expansion);
    }
    if (block.recurrence) {
        to.add(Step::mixerInner, block.recurrence->selection);
        to.add(Step::mixerInner, block.recurrence->paces);
        to.add(Step::mixerInner, block.recurrence->gates);
    }
    for (const Linear& linear : block.mixerOutputs) {
        to.add(Step::mixerOutput, linear);
    }
}

void addExperts(const Experts& experts, Collector& to) {
    to.add({}, experts.router);
    to.add(Step::gateUp, experts.narrowing);
    to.add(Step::gateUp, experts.gateUp, experts.count, experts.used);
    to.add(Step::down, experts.down, experts.count, experts.used);
    to.add(Step::down, experts.widening);
    to.add(Step::gateUp, experts.sharedGateUp);
    to.add(Step::down, experts.sharedDown);
    to.add({}, experts.sharedGate);
}

} // namespace

std::vector<LinearGroup> linearGroups(const Block& block) {
    Collector groups;
    addMixer(block, groups);
    groups.add(Step::gateUp, block.gateUp);
    groups.add(Step::down, block.down);
    if (block.experts) {
        addExperts(*block.experts, groups);
    }
    if (block.streams) {
        for (const Linear& linear : {block.streams->router, block.streams->narrow, block.streams->wide}) {
            groups.add({}, linear);
        }
    }
    if (block.layerInput) {
        groups.add({}, block.layerInput->gate);
        groups.add({}, block.layerInput->projection);
    }
    return groups.take();
}

double linearMultiplyAdds(const Block& block) {
    double sum = 0;
    for (const LinearGroup& group : linearGroups(block)) {
        for (const Linear& linear : group.linears) {
            sum += group.used * static_cast<double>(linear.rows) * static_cast<double>(linear.columns);
        }
    }
    return sum;
}

} // namespace quantlathe
