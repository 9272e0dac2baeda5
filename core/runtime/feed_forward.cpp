// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/feed_forward.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace quantlathe {

std::span<float> room(std::vector<float>& buffer, std::size_t count) {
    if (buffer.size() < count) {
        buffer.clear(); // nothing of the old content is copied
        buffer.resize(count);
    }
    return std::span(buffer).first(count);
}

/// What the last matrix of a network multiplies.
ConstMatrix FeedForward::makeMiddle(Activation activation, std::span<const Linear> gateUp, bool gated, std::uint64_t width,
                                    ConstMatrix x, RowTokens tokens, const RunContext& context) {
    const auto inner = static_cast<std::size_t>(width);
    const std::size_t columns = gated ? 2 * inner : inner;
    const Matrix middle{room(inner_, x.rows * columns).data(), x.rows, columns, columns};
    linears_.run(gateUp, x, middle, tokens, context);
    context.forRows(x.rows, [&](std::size_t first, std::size_t end) {
        for (std::size_t row = first; row < end; ++row) {
            const std::span<float> values(middle.data + row * columns, columns);
            if (gated) {
                activateGated(activation, values.first(inner), values.last(inner));
            } else {
                activate(activation, values);
            }
        }
    });
    return {middle.data, x.rows, inner, columns};
}

void FeedForward::network(Activation activation, std::span<const Linear> gateUp, bool gated, const Linear& down,
                          std::uint64_t width, ConstMatrix x, Matrix out, RowTokens tokens, const RunContext& context) {
    const ConstMatrix middle = makeMiddle(activation, gateUp, gated, width, x, tokens, context);
    linears_.run(std::span(&down, 1), middle, out, tokens, context);
}

std::vector<std::vector<FeedForward::Choice>> FeedForward::route(const Experts& experts, ConstMatrix x, std::size_t firstToken,
                                                                 const RunContext& context) {
    const std::size_t count = experts.count;
    const Matrix scores{room(scores_, x.rows * count).data(), x.rows, count, count};
    linears_.run(std::span(&experts.router, 1), x, scores, firstToken, context);
    std::vector<std::vector<Choice>> chosen(count);
    std::vector<std::size_t> order(count);
    for (std::size_t token = 0; token < x.rows; ++token) {
        const std::span<float> shares(scores.data + token * count, count);
        const SoftmaxBlock sum = softmaxBlock(shares, -std::numeric_limits<float>::infinity());
        scaleRow(shares, 1.0F / sum.sum);
        std::iota(order.begin(), order.end(), std::size_t{0});
        const auto end = order.begin() + experts.used;
        std::partial_sort(order.begin(), end, order.end(),
                          [&](std::size_t a, std::size_t b) { return shares[a] != shares[b] ? shares[a] > shares[b] : a < b; });
        float total = 0;
        std::for_each(order.begin(), end, [&](std::size_t expert) { total += shares[expert]; });
        const float factor = experts.shareFactor / (experts.normalizeShares ? total : 1.0F);
        std::for_each(order.begin(), end, [&](std::size_t expert) {
            chosen[expert].push_back({token, shares[expert] * factor});
        });
    }
    return chosen;
}

FeedForward::Gathered FeedForward::gather(const Experts& experts, std::uint32_t expert, std::span<const Choice> chosen,
                                          ConstMatrix x, std::size_t firstToken, const RunContext& context) {
    const auto of = [&](Linear linear) {
        linear.firstRow = expert * linear.rows;
        linear.expert = expert;
        return linear;
    };
    Gathered gathered{{of(experts.gate), of(experts.up)}, of(experts.down), {}, {}};
    const std::size_t hidden = x.columns;
    const Matrix rows{room(gathered_, chosen.size() * hidden).data(), chosen.size(), hidden, hidden};
    context.forRows(chosen.size(), [&](std::size_t first, std::size_t end) {
        for (std::size_t i = first; i < end; ++i) {
            std::copy_n(x.data + chosen[i].token * x.stride, hidden, rows.data + i * hidden);
        }
    });
    gathered.x = {rows.data, rows.rows, hidden, hidden};
    for (const Choice& choice : chosen) {
        gathered.tokens.push_back(firstToken + choice.token);
    }
    return gathered;
}

void FeedForward::runExperts(const Graph& graph, const Experts& experts, ConstMatrix x, Matrix out, std::size_t firstToken,
                             const RunContext& context) {
    const std::size_t hidden = x.columns;
    const auto chosen = route(experts, x, firstToken, context);
    for (std::size_t row = 0; row < out.rows; ++row) {
        std::fill_n(out.data + row * out.stride, hidden, 0.0F);
    }
    for (std::uint32_t expert = 0; expert < experts.count; ++expert) {
        const std::vector<Choice>& tokens = chosen[expert];
        if (tokens.empty()) {
            continue;
        }
        const Gathered gathered = gather(experts, expert, tokens, x, firstToken, context);
        const Matrix partial{room(partial_, tokens.size() * hidden).data(), tokens.size(), hidden, hidden};
        network(graph.activation, gathered.gateUp, true, gathered.down, experts.feedForward, gathered.x, partial,
                std::span(gathered.tokens), context);
        context.forRows(tokens.size(), [&](std::size_t first, std::size_t end) {
            for (std::size_t i = first; i < end; ++i) { // a token chooses an expert once: rows do not meet
                addScaled({out.data + tokens[i].token * out.stride, hidden}, {partial.data + i * hidden, hidden},
                          tokens[i].share);
            }
        });
    }
}

void FeedForward::showExperts(const Graph& graph, const Experts& experts, bool downToo, ConstMatrix x, std::size_t firstToken,
                              const RunContext& context) {
    const auto chosen = route(experts, x, firstToken, context);
    for (std::uint32_t expert = 0; expert < experts.count; ++expert) {
        if (chosen[expert].empty()) {
            continue;
        }
        const Gathered gathered = gather(experts, expert, chosen[expert], x, firstToken, context);
        const auto isWatched = [&](const Linear& linear) { return LinearRunner::isWatched(linear, Side::input, context); };
        const std::span<const std::size_t> tokens = gathered.tokens;
        if (downToo && isWatched(gathered.down)) {
            const ConstMatrix middle =
                makeMiddle(graph.activation, gathered.gateUp, true, experts.feedForward, gathered.x, tokens, context);
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
            makeMiddle(graph.activation, experts.sharedGateUp, true, experts.sharedFeedForward, x, firstToken, context);
        LinearRunner::show(std::span(&experts.sharedDown, 1), middle, firstToken, context);
    } else {
        LinearRunner::show(experts.sharedGateUp, x, firstToken, context);
    }
}

void FeedForward::addShared(const Graph& graph, const Experts& experts, ConstMatrix x, Matrix out, std::size_t firstToken,
                            const RunContext& context) {
    const std::size_t hidden = x.columns;
    const Matrix partial{room(partial_, x.rows * hidden).data(), x.rows, hidden, hidden};
    network(graph.activation, experts.sharedGateUp, true, experts.sharedDown, experts.sharedFeedForward, x, partial, firstToken,
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

void FeedForward::run(const Graph& graph, const Block& block, ConstMatrix x, Matrix out, std::size_t firstToken,
                      const RunContext& context) {
    if (!block.experts) {
        network(graph.activation, block.gateUp, block.gated, block.down, block.feedForward, x, out, firstToken, context);
        return;
    }
    runExperts(graph, *block.experts, x, out, firstToken, context);
    if (block.experts->sharedDown) {
        addShared(graph, *block.experts, x, out, firstToken, context);
    }
}

void FeedForward::show(const Graph& graph, const Block& block, bool downToo, ConstMatrix x, std::size_t firstToken,
                       const RunContext& context) {
    if (block.experts) {
        showExperts(graph, *block.experts, downToo, x, firstToken, context);
    } else if (downToo) {
        const ConstMatrix middle =
            makeMiddle(graph.activation, block.gateUp, block.gated, block.feedForward, x, firstToken, context);
        LinearRunner::show(std::span(&block.down, 1), middle, firstToken, context);
    } else {
        LinearRunner::show(block.gateUp, x, firstToken, context);
    }
}

double FeedForward::multiplyAdds(const Block& block) {
    double sum = 0;
    const auto add = [&](const Linear& linear, double times) { sum += times * LinearRunner::multiplyAdds(linear, 1); };
    if (!block.experts) {
        for (const Linear& linear : block.gateUp) {
            add(linear, 1);
        }
        add(block.down, 1);
        return sum;
    }
    const Experts& experts = *block.experts;
    add(experts.router, 1);
    for (const Linear* linear : {&experts.gate, &experts.up, &experts.down}) {
        add(*linear, experts.used);
    }
    for (const Linear& linear : experts.sharedGateUp) {
        add(linear, 1);
    }
    add(experts.sharedDown, 1);
    add(experts.sharedGate, 1);
    return sum;
}

std::uint64_t FeedForward::floatsPerToken(const Graph& graph, const Block& block) {
    if (!block.experts) {
        return (block.gated ? 2 : 1) * block.feedForward;
    }
    const std::uint64_t inner = 2 * std::max(block.experts->feedForward, block.experts->sharedFeedForward);
    return inner + 2 * graph.hidden + block.experts->count;
}

} // namespace quantlathe
