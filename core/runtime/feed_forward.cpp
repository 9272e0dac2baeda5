// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/feed_forward.h"

#include "runtime/rows.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace quantlathe {

namespace {

/// What lies above the mean and so many deviations, less that; 0 elsewhere.
void leaveLargest(std::span<float> gates, float deviations) {
    const auto count = static_cast<double>(gates.size());
    const double mean = std::accumulate(gates.begin(), gates.end(), 0.0) / count;
    const double squares = std::transform_reduce(gates.begin(), gates.end(), 0.0, std::plus(),
                                                 [mean](float gate) { return (gate - mean) * (gate - mean); });
    const auto limit = static_cast<float>(mean + deviations * std::sqrt(squares / count));
    std::ranges::transform(gates, gates.begin(), [limit](float gate) { return std::max(gate - limit, 0.0F); });
}

} // namespace

/// What the last matrix of a network multiplies. `own`: whose network it is, if it is no expert's.
ConstMatrix FeedForward::makeMiddle(std::span<const Linear> gateUp, bool gated, std::uint64_t width, ConstMatrix x,
                                    RowTokens tokens, const RunContext& context, const Block* own) {
    const auto inner = static_cast<std::size_t>(width);
    const std::size_t columns = gated ? 2 * inner : inner;
    const Matrix middle{room(inner_, x.rows * columns).data(), x.rows, columns, columns};
    linears_.run(gateUp, x, middle, tokens, context);
    context.forRows(x.rows, [&](std::size_t first, std::size_t end) {
        for (std::size_t row = first; row < end; ++row) {
            const std::span<float> values(middle.data + row * columns, columns);
            if (own != nullptr && own->gateSparsity > 0) {
                leaveLargest(values.first(inner), own->gateSparsity);
            }
            if (own != nullptr && own->xielu) {
                activateXielu(*own->xielu, values);
            } else if (gated) {
                activateGated(graph_.activation, values.first(inner), values.last(inner));
            } else {
                activate(graph_.activation, values);
            }
        }
    });
    return {middle.data, x.rows, inner, columns};
}

void FeedForward::network(std::span<const Linear> gateUp, bool gated, const Linear& down, std::uint64_t width, ConstMatrix x,
                          Matrix out, RowTokens tokens, const RunContext& context) {
    const ConstMatrix middle = makeMiddle(gateUp, gated, width, x, tokens, context);
    linears_.run(std::span(&down, 1), middle, out, tokens, context);
}

void FeedForward::normInPlace(const NormValues& norm, Matrix x, const RunContext& context) const {
    if (norm) {
        applyNorm(graph_.norm, norm, graph_.epsilon, {x.data, x.rows, x.columns, x.stride}, x, context);
    }
}

// ---- Experts ------------------------------------------------------------------------------------------------------------

std::vector<std::vector<ExpertChoice>> FeedForward::route(const Experts& experts, const BlockNorms& norms, ConstMatrix x,
                                                          ConstMatrix normed, std::size_t firstToken,
                                                          const RunContext& context) {
    const std::size_t count = experts.count;
    ConstMatrix input = normed;
    if (norms.router) {
        const Matrix own{room(ofExperts_, x.rows * x.columns).data(), x.rows, x.columns, x.columns};
        applyNorm(graph_.norm, norms.router, graph_.epsilon, x, own, context);
        scaleRow({own.data, own.rows * own.columns}, experts.routerScale);
        input = {own.data, own.rows, own.columns, own.stride};
    }
    const Matrix scores{room(scores_, x.rows * count).data(), x.rows, count, count};
    linears_.run(std::span(&experts.router, 1), input, scores, firstToken, context);
    const auto valuesOfExperts = [&](const Weight* weight) {
        std::vector<float> values(weight == nullptr ? 0 : count);
        if (weight != nullptr) {
            source_.rows(*weight, 0, values);
        }
        return values;
    };
    return chooseExperts(experts, scores, valuesOfExperts(experts.choiceBias), valuesOfExperts(experts.expertFactors));
}

ConstMatrix FeedForward::expertInputs(const Experts& experts, const BlockNorms& norms, ConstMatrix x, ConstMatrix normed,
                                      std::size_t firstToken, const RunContext& context) {
    if (experts.narrowing) {
        const auto width = static_cast<std::size_t>(experts.narrowing.rows);
        const Matrix narrow{room(ofExperts_, x.rows * width).data(), x.rows, width, width};
        linears_.run(std::span(&experts.narrowing, 1), normed, narrow, firstToken, context);
        return {narrow.data, narrow.rows, width, width};
    }
    return norms.expertsInput ? normedRows(graph_, norms.expertsInput, x, ofExperts_, context) : normed;
}

FeedForward::Gathered FeedForward::gather(const Experts& experts, std::uint32_t expert, std::span<const ExpertChoice> chosen,
                                          ConstMatrix x, std::size_t firstToken, const RunContext& context) {
    Gathered gathered{{}, experts.down.matrix(expert), {}, {}};
    for (const Linear& linear : experts.gateUp) {
        gathered.gateUp.push_back(linear.matrix(expert));
    }
    const std::size_t hidden = x.columns;
    const Matrix rows{room(gathered_, chosen.size() * hidden).data(), chosen.size(), hidden, hidden};
    context.forRows(chosen.size(), [&](std::size_t first, std::size_t end) {
        for (std::size_t i = first; i < end; ++i) {
            const std::span<float> row(rows.data + i * hidden, hidden);
            std::copy_n(x.data + chosen[i].token * x.stride, hidden, row.begin());
            if (experts.scores == ExpertScores::sigmoidOfInput) {
                scaleRow(row, chosen[i].share);
            }
        }
    });
    gathered.x = {rows.data, rows.rows, hidden, hidden};
    for (const ExpertChoice& choice : chosen) {
        gathered.tokens.push_back(firstToken + choice.token);
    }
    return gathered;
}

void FeedForward::runExperts(const Experts& experts, const BlockNorms& norms, ConstMatrix x, ConstMatrix normed, Matrix out,
                             std::size_t firstToken, const RunContext& context) {
    const auto chosen = route(experts, norms, x, normed, firstToken, context);
    const ConstMatrix input = expertInputs(experts, norms, x, normed, firstToken, context);
    const std::size_t width = input.columns;
    const Matrix sum = experts.widening ? Matrix{room(narrowSum_, x.rows * width).data(), x.rows, width, width} : out;
    for (std::size_t row = 0; row < sum.rows; ++row) {
        std::fill_n(sum.data + row * sum.stride, width, 0.0F);
    }
    const bool weighs = experts.scores != ExpertScores::sigmoidOfInput;
    for (std::uint32_t expert = 0; expert < experts.count; ++expert) {
        const std::vector<ExpertChoice>& tokens = chosen[expert];
        if (tokens.empty()) {
            continue;
        }
        const Gathered gathered = gather(experts, expert, tokens, input, firstToken, context);
        const Matrix partial{room(partial_, tokens.size() * width).data(), tokens.size(), width, width};
        network(gathered.gateUp, experts.gated, gathered.down, experts.feedForward, gathered.x, partial,
                std::span<const std::size_t>(gathered.tokens), context);
        context.forRows(tokens.size(), [&](std::size_t first, std::size_t end) {
            for (std::size_t i = first; i < end; ++i) { // a token chooses an expert once: rows do not meet
                addScaled({sum.data + tokens[i].token * sum.stride, width}, {partial.data + i * width, width},
                          weighs ? tokens[i].share : 1.0F);
            }
        });
    }
    if (experts.widening) {
        linears_.run(std::span(&experts.widening, 1), {sum.data, sum.rows, width, width}, out, firstToken, context);
    }
    if (experts.sharedDown) {
        addShared(experts, normed, out, firstToken, context);
    }
    normInPlace(norms.expertsOutput, out, context);
}

void FeedForward::showExperts(const Experts& experts, const BlockNorms& norms, bool downToo, ConstMatrix x, ConstMatrix normed,
                              std::size_t firstToken, const RunContext& context) {
    if (downToo && experts.widening && LinearRunner::isWatched(experts.widening, Side::input, context)) {
        const std::size_t hidden = x.columns;
        std::vector<float> made(x.rows * hidden);
        runExperts(experts, norms, x, normed, {made.data(), x.rows, hidden, hidden}, firstToken, context);
        return;
    }
    const auto chosen = route(experts, norms, x, normed, firstToken, context);
    const ConstMatrix input = expertInputs(experts, norms, x, normed, firstToken, context);
    for (std::uint32_t expert = 0; expert < experts.count; ++expert) {
        if (chosen[expert].empty()) {
            continue;
        }
        const Gathered gathered = gather(experts, expert, chosen[expert], input, firstToken, context);
        const auto isWatched = [&](const Linear& linear) { return LinearRunner::isWatched(linear, Side::input, context); };
        const std::span<const std::size_t> tokens = gathered.tokens;
        if (downToo && isWatched(gathered.down)) {
            const ConstMatrix middle =
                makeMiddle(gathered.gateUp, experts.gated, experts.feedForward, gathered.x, tokens, context);
            LinearRunner::show(std::span(&gathered.down, 1), middle, tokens, context);
        } else {
            LinearRunner::show(gathered.gateUp, gathered.x, tokens, context);
        }
    }
    if (!experts.sharedDown) {
        return;
    }
    if (downToo && LinearRunner::isWatched(experts.sharedDown, Side::input, context)) {
        const ConstMatrix middle =
            makeMiddle(experts.sharedGateUp, experts.gated, experts.sharedFeedForward, normed, firstToken, context);
        LinearRunner::show(std::span(&experts.sharedDown, 1), middle, firstToken, context);
    } else {
        LinearRunner::show(experts.sharedGateUp, normed, firstToken, context);
    }
}

void FeedForward::addShared(const Experts& experts, ConstMatrix x, Matrix out, std::size_t firstToken,
                            const RunContext& context) {
    const std::size_t hidden = x.columns;
    const Matrix partial{room(partial_, x.rows * hidden).data(), x.rows, hidden, hidden};
    network(experts.sharedGateUp, experts.gated, experts.sharedDown, experts.sharedFeedForward, x, partial, firstToken,
            context);
    const Matrix gate{room(scores_, x.rows).data(), x.rows, 1, 1};
    if (experts.sharedGate) {
        linears_.run(std::span(&experts.sharedGate, 1), x, gate, firstToken, context);
    }
    context.forRows(x.rows, [&](std::size_t first, std::size_t end) {
        for (std::size_t row = first; row < end; ++row) {
            const float share = experts.sharedGate ? 1.0F / (1.0F + std::exp(-gate.data[row])) : 1.0F;
            addScaled({out.data + row * out.stride, hidden}, {partial.data + row * hidden, hidden}, share);
        }
    });
}

// ---- Networks -----------------------------------------------------------------------------------------------------------

void FeedForward::run(const Block& block, const BlockNorms& norms, ConstMatrix x, ConstMatrix normed, Matrix out,
                      std::size_t firstToken, const RunContext& context) {
    if (!block.experts) {
        finish(block, middle(block, normed, firstToken, context), out, firstToken, context);
        return;
    }
    runExperts(*block.experts, norms, x, normed, out, firstToken, context);
    if (block.down) { // beside the experts
        const std::size_t hidden = x.columns;
        const Matrix partial{room(partial_, x.rows * hidden).data(), x.rows, hidden, hidden};
        network(block.gateUp, block.gated, block.down, block.feedForward, normed, partial, firstToken, context);
        normInPlace(norms.besideExperts, partial, context);
        for (std::size_t row = 0; row < x.rows; ++row) {
            addScaled({out.data + row * out.stride, hidden}, {partial.data + row * hidden, hidden}, 1.0F);
        }
    }
}

void FeedForward::show(const Block& block, const BlockNorms& norms, bool downToo, ConstMatrix x, ConstMatrix normed,
                       std::size_t firstToken, const RunContext& context) {
    if (block.experts) {
        showExperts(*block.experts, norms, downToo, x, normed, firstToken, context);
    }
    if (!block.down) {
        return;
    }
    if (downToo) {
        LinearRunner::show(std::span(&block.down, 1), middle(block, normed, firstToken, context), firstToken, context);
    } else {
        LinearRunner::show(block.gateUp, normed, firstToken, context);
    }
}

std::uint64_t FeedForward::floatsPerToken(const Graph& graph, const Block& block) {
    const std::uint64_t dense = (block.gated ? 2 : 1) * block.feedForward;
    if (!block.experts) {
        return dense;
    }
    const std::uint64_t inner = 2 * std::max(block.experts->feedForward, block.experts->sharedFeedForward);
    return std::max(dense, inner) + 3 * graph.hidden + 2 * block.experts->narrowing.rows + block.experts->count;
}

} // namespace quantlathe
