// SPDX-License-Identifier: GPL-3.0-or-later
// Feed-forward networks and experts, from metadata and weights.
#include "base/text.h"
#include "runtime/graph_reader.h"

#include <cmath>

namespace quantlathe {
namespace {

class NetworkBuilder {
public:
    NetworkBuilder(const GraphReader& reader, const Graph& graph, Block& block)
        : reader_(reader), hyper_(reader.hyper()), family_(reader.family()), graph_(graph), block_(block), layer_(block.index) {
    }

    void add() {
        const bool hasExperts = has("ffn_gate_inp");
        const bool hasDense = has("ffn_down");
        if (!hasExperts && !hasDense) {
            if (family_.hasLayersOfOneHalf && block_.hasMixer()) {
                return;
            }
            refuse(say("{} is missing", inLayer(layer_, "ffn_down.weight")));
        }
        addNorms();
        if (hasExperts) {
            block_.experts = experts(hasDense);
        }
        if (hasDense) {
            addDense();
        }
    }

private:
    [[nodiscard]] std::string name(std::string_view part) const { return inLayer(layer_, part); }
    [[nodiscard]] bool has(std::string_view part) const { return reader_.has(layer_, part); }

    void addNorms() {
        if (family_.hasPlainNorms) {
            block_.ffnNorm = {.isPlain = true};
            return;
        }
        if (family_.normsStream) {
            block_.streamNormBehindNetwork = reader_.norm(name("layer_output_norm"), graph_.hidden);
            return;
        }
        block_.postFfnNorm = reader_.normIfThere(name("post_ffw_norm"), graph_.hidden);
        if (has("ffn_norm")) {
            block_.ffnNorm = reader_.norm(name("ffn_norm"), graph_.hidden);
        } else if (block_.postFfnNorm) { // the outputs are normed instead
            return;
        } else if (has("post_attention_norm")) {
            block_.ffnNorm = reader_.norm(name("post_attention_norm"), graph_.hidden);
        } else if (graph_.parallelResidual || !block_.hasMixer()) { // the layer's only norm, or the one of both halves
            block_.ffnNorm = reader_.norm(name("attn_norm"), graph_.hidden);
        } else {
            refuse(say("{} is missing", name("ffn_norm.weight")));
        }
    }

    void addDense() {
        const Weight* const down = reader_.find(name("ffn_down.weight"));
        block_.feedForward = down->columns();
        block_.down = reader_.linear(name("ffn_down"), graph_.hidden, block_.feedForward);
        block_.gateSparsity = gateSparsity();
        const Weight* const up = reader_.find(name("ffn_up.weight"));
        if (has("ffn_gate")) {
            block_.gateUp = {reader_.linear(name("ffn_gate"), block_.feedForward, graph_.hidden),
                             reader_.linear(name("ffn_up"), block_.feedForward, graph_.hidden)};
        } else {
            block_.gated = up != nullptr && up->rows() == 2 * block_.feedForward;
            block_.gateUp = {reader_.linear(name("ffn_up"), (block_.gated ? 2 : 1) * block_.feedForward, graph_.hidden)};
        }
        if (family_.hasXielu && !block_.gated) {
            block_.xielu = xielu();
        }
    }

    /// 0 where all gates stay: the deviations below which none lies are −∞ then.
    [[nodiscard]] float gateSparsity() const {
        const double deviations = reader_.numberOfLayer("activation_sparsity_scale", layer_).value_or(0.0);
        return std::isfinite(deviations) && deviations > 0 ? static_cast<float>(deviations) : 0.0F;
    }

    /// The first two are stored so that they cannot be negative.
    [[nodiscard]] Xielu xielu() const {
        const auto number = [&](const char* key) {
            const auto value = reader_.plainNumberOfLayer(key, layer_);
            if (!value || !std::isfinite(*value)) {
                refuse(say("{} does not say a number for layer {}", key, layer_));
            }
            return *value;
        };
        const auto softPlus = [](double x) { return x > 40 ? x : std::log1p(std::exp(x)); };
        const double linear = number("xielu.beta");
        return {.positive = static_cast<float>(softPlus(number("xielu.alpha_p"))),
                .negative = static_cast<float>(linear + softPlus(number("xielu.alpha_n"))),
                .linear = static_cast<float>(linear),
                .limit = static_cast<float>(number("xielu.eps"))};
    }

    [[nodiscard]] ExpertScores scores(bool hasBias) const {
        switch (reader_.count("expert_gating_func", 0)) { // llama.cpp's numbers
        case 0: return hasBias && family_.sigmoidWithBias ? ExpertScores::sigmoid : family_.expertScores;
        case 1: return ExpertScores::softmax;
        case 2: return ExpertScores::sigmoid;
        default: refuse(say("its experts are chosen in a way that is not known"));
        }
    }

    void addChoice(Experts& experts) const {
        for (const std::string& bias : {name("exp_probs_b.bias"), name("exp_probs_b")}) { // Hunyuan V3 has no suffix
            if (reader_.find(bias) != nullptr) {
                experts.choiceBias = &reader_.row(bias, experts.count);
            }
        }
        experts.scores = scores(experts.choiceBias != nullptr);
        experts.jitter = static_cast<float>(hyper_.routerJitter);
        experts.groups = static_cast<std::uint32_t>(reader_.count("expert_group_count", 1));
        experts.groupsUsed = static_cast<std::uint32_t>(reader_.count("expert_group_used_count", 1));
        if (experts.groups <= 1 || experts.groupsUsed >= experts.groups) {
            experts.groups = experts.groupsUsed = 1;
        }
        const bool fits = experts.count % experts.groups == 0 &&
                          std::uint64_t{experts.used} * experts.groups <= std::uint64_t{experts.groupsUsed} * experts.count;
        if (!fits || experts.groupsUsed == 0) {
            refuse(say("{} of {} experts cannot be chosen from {} of {} groups", experts.used, experts.count,
                       experts.groupsUsed, experts.groups));
        }
        experts.normalizeShares = reader_.flag("expert_weights_norm").value_or(family_.normalizesShares);
        if (const double factor = reader_.number("expert_weights_scale").value_or(1.0); factor > 0) {
            experts.shareFactor = static_cast<float>(factor);
        }
    }

    [[nodiscard]] Experts experts(bool hasDense) const {
        Experts experts;
        experts.count = hyper_.experts;
        experts.used = hyper_.expertsUsed;
        if (experts.used == 0 || experts.used > experts.count) {
            refuse(say("{} of {} experts are used", experts.used, experts.count));
        }
        addChoice(experts);
        const Weight* const down = reader_.find(name("ffn_down_exps.weight"));
        if (down == nullptr) {
            refuse(say("{} is missing", name("ffn_down_exps.weight")));
        }
        experts.feedForward = down->columns();
        experts.router = reader_.linear(name("ffn_gate_inp"), experts.count, graph_.hidden);
        const std::uint64_t width = addNarrowRows(experts);
        experts.down = reader_.stacked(name("ffn_down_exps"), experts.count, width, experts.feedForward);
        const auto into = [&](std::string_view part, std::uint64_t rows) {
            return reader_.stacked(name(part), experts.count, rows, width);
        };
        if (has("ffn_gate_up_exps")) {
            experts.gateUp = {into("ffn_gate_up_exps", 2 * experts.feedForward)};
        } else if (has("ffn_gate_exps")) {
            experts.gateUp = {into("ffn_gate_exps", experts.feedForward), into("ffn_up_exps", experts.feedForward)};
        } else {
            experts.gateUp = {into("ffn_up_exps", experts.feedForward)};
            experts.gated = false;
        }
        addShared(experts);
        if (hasDense) {
            addNormsBeside(experts);
        }
        return experts;
    }

    /// Gives the width of the rows that experts work on (less than the stream's in Nemotron 3).
    [[nodiscard]] std::uint64_t addNarrowRows(Experts& experts) const {
        const std::uint64_t width = reader_.count("moe_latent_size", 0);
        if (width == 0 || !has("ffn_latent_down")) {
            return graph_.hidden;
        }
        experts.narrowing = reader_.linear(name("ffn_latent_down"), width, graph_.hidden);
        experts.widening = reader_.linear(name("ffn_latent_up"), graph_.hidden, width);
        return width;
    }

    void addShared(Experts& experts) const {
        const Weight* const down = reader_.find(name("ffn_down_shexp.weight"));
        if (down == nullptr) {
            return;
        }
        experts.sharedFeedForward = down->columns();
        if (experts.gated) {
            experts.sharedGateUp = {reader_.linear(name("ffn_gate_shexp"), experts.sharedFeedForward, graph_.hidden)};
        }
        experts.sharedGateUp.push_back(reader_.linear(name("ffn_up_shexp"), experts.sharedFeedForward, graph_.hidden));
        experts.sharedDown = reader_.linear(name("ffn_down_shexp"), graph_.hidden, experts.sharedFeedForward);
        if (has("ffn_gate_inp_shexp")) { // one row; GGUF files drop its leading dimension
            experts.sharedGate = {
                &reader_.row(name("ffn_gate_inp_shexp.weight"), graph_.hidden), nullptr, 0, 1, graph_.hidden, {}};
        }
    }

    /// A network and experts side by side (Gemma 4).
    void addNormsBeside(Experts& experts) const {
        experts.routerNorm.gain = &reader_.required(name("ffn_gate_inp.scale"), {graph_.hidden});
        experts.routerScale = static_cast<float>(1.0 / std::sqrt(static_cast<double>(graph_.hidden)));
        experts.expertFactors = &reader_.required(name("ffn_down_exps.scale"), {experts.count});
        experts.inputNorm = reader_.norm(name("pre_ffw_norm_2"), graph_.hidden);
        experts.outputNorm = reader_.norm(name("post_ffw_norm_2"), graph_.hidden);
        experts.besideNorm = reader_.norm(name("post_ffw_norm_1"), graph_.hidden);
    }

    const GraphReader& reader_;
    const HyperParameters& hyper_;
    const FamilyRow& family_;
    const Graph& graph_;
    Block& block_;
    std::uint32_t layer_;
};

} // namespace

void addNetwork(const GraphReader& reader, const Graph& graph, Block& block) {
    NetworkBuilder(reader, graph, block).add();
}

} // namespace quantlathe
