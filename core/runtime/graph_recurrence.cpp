// SPDX-License-Identifier: GPL-3.0-or-later
// Recurrences and convolutions in place of attention or beside it, from metadata and weights.
#include "base/text.h"
#include "base/words.h"
#include "runtime/graph_reader.h"
#include "weights/weight_rows.h"

namespace quantlathe {
namespace {

constexpr std::uint64_t longestKernel = 64;
constexpr std::uint64_t mostParts = UINT16_MAX; // of heads, groups, states

class RecurrenceBuilder {
public:
    RecurrenceBuilder(const GraphReader& reader, const Graph& graph, Block& block)
        : reader_(reader), graph_(graph), block_(block), layer_(block.index) {}

    void add() {
        if (has("shortconv.out_proj")) {
            addShortConvolution();
        } else if (has("ssm_f_a")) {
            addChannelDelta();
        } else if (has("ssm_x") && reader_.family().selectsForHeads) {
            addSelectedHeadScan();
        } else if (has("ssm_x")) {
            addChannelScan();
        } else if (has("ssm_ba") || has("ssm_alpha")) {
            addDelta();
        } else if (has("ssm_out")) {
            addHeadScan();
        } else {
            return;
        }
        if (!block_.attention) {
            block_.mixerNorm = reader_.norm(name("attn_norm"), graph_.hidden);
            if (has("post_attention_norm") && has("post_ffw_norm")) { // else it is the network's, in front
                block_.postMixerNorm = reader_.norm(name("post_attention_norm"), graph_.hidden);
            }
        }
        block_.recurrence = made_;
    }

private:
    [[nodiscard]] std::string name(std::string_view part) const { return inLayer(layer_, part); }
    [[nodiscard]] bool has(std::string_view part) const { return reader_.has(layer_, part); }

    [[nodiscard]] static std::uint32_t share(std::string_view what, std::uint64_t all, std::uint64_t parts) {
        if (all == 0 || all % parts != 0 || all / parts > mostParts) {
            refuse(say("{} {} cannot be shared by {}", all, what, parts));
        }
        return static_cast<std::uint32_t>(all / parts);
    }
    /// One for each of `count`, in whatever shape.
    [[nodiscard]] const Weight& values(std::string_view part, std::uint64_t count) const {
        const Weight* const weight = reader_.find(name(part));
        if (weight == nullptr) {
            refuse(say("{} is missing", name(part)));
        }
        if (weight->elements() != count) {
            refuse(say("{} has {} values, expected {}", escapeForDisplay(weight->name), weight->elements(), count));
        }
        return reader_.readable(*weight, weight->shape);
    }

    void addInput(std::string_view part, std::uint64_t rows) {
        block_.mixerInputs.push_back(reader_.linear(name(part), rows, graph_.hidden));
    }
    void addOutput(std::string_view part, std::uint64_t width) {
        block_.mixerOutputs.push_back(reader_.linear(name(part), graph_.hidden, width));
    }
    /// `full`: without ".weight".
    [[nodiscard]] std::uint64_t kernelOf(const std::string& full) const {
        const Weight* const taps = reader_.find(full + ".weight");
        const std::uint64_t kernel = taps == nullptr ? 0 : taps->columns();
        if (kernel == 0 || kernel > longestKernel) {
            refuse(say("{}.weight is missing, or its kernel has an impossible length", full));
        }
        return kernel;
    }
    void addConvolution(std::string_view part, std::uint64_t channels) {
        const std::string full = name(part);
        const std::uint64_t kernel = kernelOf(full);
        made_.taps = &reader_.required(full + ".weight", {channels, kernel});
        made_.tapsBias = reader_.optional(full + ".bias", {channels});
    }

    void addShortConvolution() {
        const ShortConvolutionShape shape{graph_.hidden};
        addInput("shortconv.in_proj", 3 * graph_.hidden);
        addConvolution("shortconv.conv", graph_.hidden);
        addOutput("shortconv.out_proj", graph_.hidden);
        made_.shape = shape;
    }

    void addDelta() {
        DeltaShape shape;
        shape.keyHeads = reader_.size("ssm.group_count");
        shape.valueHeads = reader_.size("ssm.time_step_rank");
        shape.keySize = reader_.size("ssm.state_size");
        shape.valueSize = share(words("values of heads"), reader_.count("ssm.inner_size", 0), shape.valueHeads);
        shape.pairsPaces = has("ssm_ba");
        shape.tilesValueHeads = !shape.pairsPaces;
        shape.epsilon = graph_.epsilon;
        static_cast<void>(share(words("heads of values"), shape.valueHeads, shape.keyHeads));
        addInput("attn_qkv", shape.convolved());
        addInput("attn_gate", shape.width());
        if (shape.pairsPaces) {
            addInput("ssm_ba", 2 * std::uint64_t{shape.valueHeads});
        } else {
            addInput("ssm_beta", shape.valueHeads);
            addInput("ssm_alpha", shape.valueHeads);
        }
        addConvolution("ssm_conv1d", shape.convolved());
        made_.decay = &values("ssm_a", shape.valueHeads);
        made_.stepBias = &values("ssm_dt.bias", shape.valueHeads);
        made_.gain = &values("ssm_norm.weight", shape.valueSize);
        addOutput("ssm_out", shape.width());
        made_.shape = shape;
    }

    void addChannelDelta() {
        ChannelDeltaShape shape;
        shape.heads = reader_.hyper().heads[layer_];
        shape.size = reader_.size("kda.head_dim");
        shape.epsilon = graph_.epsilon;
        if (shape.heads == 0) {
            refuse(say("layer {} has no heads", layer_));
        }
        for (const char* const part : {"attn_q", "attn_k", "attn_v"}) {
            addInput(part, shape.width());
        }
        addInput("ssm_beta", shape.heads);
        addInput("ssm_f_a", shape.size);
        addInput("ssm_g_a", shape.size);
        for (const std::string part : {"ssm_conv1d_q", "ssm_conv1d_k", "ssm_conv1d_v"}) {
            made_.apartTaps.push_back(&values(part + ".weight", shape.width() * kernelOf(name(part))));
        }
        made_.decay = &values("ssm_a", shape.heads);
        made_.stepBias = &values("ssm_dt.bias", shape.width());
        made_.gain = &values("ssm_norm.weight", shape.size);
        made_.paces = reader_.linear(name("ssm_f_b"), shape.width(), shape.size);
        made_.gates = reader_.linear(name("ssm_g_b"), shape.width(), shape.size);
        addOutput("attn_output", shape.width());
        made_.shape = shape;
    }

    void addHeadScan() {
        HeadScanShape shape;
        const std::uint64_t width = reader_.count("ssm.inner_size", 0);
        shape.heads = reader_.size("ssm.time_step_rank");
        shape.headSize = share(words("channels"), width, shape.heads);
        shape.groups = reader_.size("ssm.group_count");
        shape.states = reader_.size("ssm.state_size");
        shape.shortestStep = reader_.family().shortestStep;
        shape.epsilon = graph_.epsilon;
        static_cast<void>(share(words("heads"), shape.heads, shape.groups));
        if (has("ssm_norm")) {
            made_.gain = &values("ssm_norm.weight", width);
            shape.norm = reader_.hyper().states.normsBeforeGate ? ScanNorm::beforeGate : ScanNorm::behindGate;
        }
        addInput("ssm_in", shape.inputs());
        addConvolution("ssm_conv1d", shape.convolved());
        made_.decay = &values("ssm_a", shape.heads);
        made_.stepBias = &values("ssm_dt.bias", shape.heads);
        made_.direct = &values("ssm_d", shape.heads);
        addOutput("ssm_out", width);
        made_.shape = shape;
    }

    void addSelectedHeadScan() {
        SelectedHeadScanShape shape;
        HeadScanShape& scan = shape.scan;
        const std::uint64_t width = reader_.count("ssm.inner_size", 0);
        scan.heads = reader_.size("ssm.time_step_rank");
        scan.headSize = share(words("channels"), width, scan.heads);
        scan.groups = 1;
        scan.states = reader_.size("ssm.state_size");
        const Weight* const paces = reader_.find(name("ssm_dt.weight"));
        shape.stepRank = share(words("columns"), paces == nullptr ? 0 : paces->columns(), 1);
        shape.epsilon = graph_.epsilon;
        addInput("ssm_in", shape.inputs());
        addConvolution("ssm_conv1d", width);
        made_.decay = &values("ssm_a", scan.heads);
        made_.stepBias = &values("ssm_dt.bias", scan.heads);
        made_.direct = &values("ssm_d", scan.heads);
        made_.selection = reader_.linear(name("ssm_x"), shape.selected(), width);
        made_.selectionGains = {&values("ssm_b_norm", scan.states), &values("ssm_c_norm", scan.states),
                                &values("ssm_dt_norm", shape.stepRank)};
        made_.paces = reader_.linear(name("ssm_dt"), scan.heads, shape.stepRank);
        made_.paces.bias = nullptr; // it is added with the steps
        addOutput("ssm_out", width);
        made_.shape = shape;
    }

    void addChannelScan() {
        ChannelScanShape shape;
        shape.width = reader_.count("ssm.inner_size", 0);
        shape.states = reader_.size("ssm.state_size");
        shape.stepRank = reader_.size("ssm.time_step_rank");
        shape.normsSelection = reader_.flag("ssm.dt_b_c_rms").value_or(false);
        if (shape.width == 0) {
            refuse(say("{}.{} is {}", reader_.model().architecture(), "ssm.inner_size", 0));
        }
        if (has("ssm_dt_norm")) { // with gains (Jamba)
            shape.normsSelection = true;
            shape.epsilon = graph_.epsilon;
            made_.selectionGains = {&values("ssm_dt_norm.weight", shape.stepRank), &values("ssm_b_norm.weight", shape.states),
                                    &values("ssm_c_norm.weight", shape.states)};
        }
        addInput("ssm_in", 2 * shape.width);
        addConvolution("ssm_conv1d", shape.width);
        made_.decay = &values("ssm_a", shape.width * shape.states);
        made_.direct = &values("ssm_d", shape.width);
        made_.selection = reader_.linear(name("ssm_x"), shape.selected(), shape.width);
        made_.paces = reader_.linear(name("ssm_dt"), shape.width, shape.stepRank);
        addOutput("ssm_out", shape.width);
        made_.shape = shape;
    }

    const GraphReader& reader_;
    const Graph& graph_;
    Block& block_;
    std::uint32_t layer_;
    Recurrence made_;
};

} // namespace

void addRecurrence(const GraphReader& reader, const Graph& graph, Block& block) {
    RecurrenceBuilder(reader, graph, block).add();
}

} // namespace quantlathe
