// SPDX-License-Identifier: GPL-3.0-or-later
// Whether looking at the inputs of a layer's steps, batch by batch, shows what a run shows and changes nothing.
#pragma once

#include "runtime/linear_groups.h"
#include "runtime/run_support.h"

#include <iterator>
#include <map>
#include <string>

namespace quantlathe::test {

/// Inputs by weight, token after token.
class InputRecorder final : public Observer {
public:
    std::map<std::string, std::vector<float>> inputs;

    [[nodiscard]] bool wants(const Weight&, Side side) const override { return side == Side::input; }
    void observe(const Observation& seen, ThreadArena&) override {
        std::vector<float>& to = inputs[seen.weight.name];
        for (std::size_t row = 0; row < seen.rows; ++row) {
            to.insert(to.end(), seen.row(row).begin(), seen.row(row).end());
        }
    }
};

/// The weights of a step that see all tokens.
inline std::vector<std::string> weightsOfStep(const Block& block, Step step) {
    std::vector<std::string> names;
    for (const LinearGroup& group : linearGroups(block)) {
        const bool areExperts = block.experts && group.matrices > 1 && group.used < group.matrices;
        if (group.step == step && !areExperts) {
            std::ranges::transform(group.linears, std::back_inserter(names),
                                   [](const Linear& linear) { return linear.weight->name; });
        }
    }
    return names;
}

/// The name of a weight whose inputs are not those of a run, "the outcome" if that differs afterwards; nothing if all is well.
/// `memory`: that activations may take, the rest goes into files.
inline std::string wronglyShown(const WeightSource& source, const std::vector<std::int32_t>& tokens, std::uint64_t memory) {
    std::vector<TokenSequence> sequences{{tokens}, {{tokens.begin(), tokens.end() - 2}}, {{tokens.rbegin(), tokens.rend()}}};
    if (!graphOf(source.model()).output) {
        std::ranges::for_each(sequences, [](TokenSequence& sequence) { sequence.endLogit = 0; });
    }
    const ForwardOptions options{.activationBytes = memory, .scratchFolder = {}, .tokensAtOnce = tokens.size() + 1};
    InputRecorder expected;
    const std::vector<float> outcome = runToEnd(source, sequences, options, {&expected});
    Runner runner;
    ForwardPass pass(source, sequences, options);
    pass.embed(runner.context());
    for (std::size_t layer = 0; pass.layersLeft() > 0; ++layer) {
        for (const Step step : allSteps) {
            InputRecorder shown;
            runner.observers = {&shown};
            for (std::size_t batch = 0; batch < pass.batches(); ++batch) {
                pass.showInputs(step, batch, runner.context());
            }
            for (const std::string& weight : weightsOfStep(pass.graph().blocks[layer], step)) {
                if (shown.inputs[weight] != expected.inputs[weight]) {
                    return weight;
                }
            }
        }
        runner.observers = {};
        pass.runNextLayer(runner.context());
    }
    return outcomeOf(pass, runner.context()) == outcome ? std::string() : "the outcome";
}

} // namespace quantlathe::test
