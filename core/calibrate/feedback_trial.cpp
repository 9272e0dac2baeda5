// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibrate/feedback_trial.h"

#include "base/cache_file.h"
#include "base/file.h"
#include "base/folder.h"
#include "base/hash.h"
#include "base/words.h"
#include "calibrate/calibrated_matrix.h"
#include "codecs/block_grid.h"
#include "codecs/lattice_grid.h"
#include "formats/importance.h"
#include "runtime/input_statistics.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <unordered_set>

namespace quantlathe {
namespace {

constexpr std::uint64_t cacheVersion = 1; // raise it when the same trial gives other shares
constexpr std::uint64_t mostCacheBytes = 64U << 20U;
constexpr std::size_t triedRows = 32; // of each matrix
constexpr double leastShare = 0.01;

using Shares = std::map<std::string, std::map<std::string, double>>; // weight → encoding → share

bool hasFeedback(const Encoding& encoding) {
    return blockGridOf(encoding) != nullptr || latticeGridOf(encoding) != nullptr;
}

/// Matrices that multiply the same input at one step of a layer, or behind all layers.
struct Tried {
    std::optional<std::size_t> block; // of the graph
    Step step = Step::mixerInput;
    std::vector<const WeightCandidates*> weights;
    [[nodiscard]] std::size_t columns() const { return static_cast<std::size_t>(weights.front()->weight->columns()); }
};

std::vector<Tried> triedOf(const CandidateTable& table, const Graph& graph) {
    const auto withFeedback = [&](const Weight& weight) -> const WeightCandidates* {
        const WeightCandidates* const entry = table.of(weight);
        const auto serves = [](const Candidate& candidate) { return hasFeedback(*candidate.encoding); };
        return entry != nullptr && std::ranges::any_of(entry->candidates, serves) ? entry : nullptr;
    };
    std::vector<Tried> all;
    for (const InputGroup& group : inputGroups(graph, false)) {
        if (!group.step || group.matrices > 1) {
            continue;
        }
        const auto at = std::ranges::find(graph.blocks, *group.layer, &Block::index);
        Tried tried{static_cast<std::size_t>(at - graph.blocks.begin()), *group.step, {}};
        for (const Weight* const weight : group.weights) {
            if (const WeightCandidates* const entry = withFeedback(*weight)) {
                tried.weights.push_back(entry);
            }
        }
        if (!tried.weights.empty()) {
            all.push_back(std::move(tried));
        }
    }
    std::ranges::stable_sort(
        all, [](const Tried& a, const Tried& b) { return std::pair(a.block, a.step) < std::pair(b.block, b.step); });
    const Weight* const output = graph.output.weight;
    if (output != nullptr && output != graph.tokenEmbedding) {
        if (const WeightCandidates* const entry = withFeedback(*output)) {
            all.push_back({std::nullopt, Step::down, {entry}});
        }
    }
    return all;
}

std::filesystem::path cacheFileOf(const FeedbackTrial& trial) {
    const CandidateTable& table = *trial.table;
    HashBuilder hash;
    hash.add(cacheVersion);
    hash.add(std::string_view(QUANTLATHE_VERSION));
    hash.add(identityOf(*table.model));
    hash.add(name(table.effort));
    hash.add(std::uint64_t{availableCompute(trial.options.compute) == Compute::bf16});
    hash.add(std::as_bytes(std::span(&trial.damping, 1)));
    for (const TokenSequence& sequence : trial.sequences) {
        hash.add(std::uint64_t{sequence.tokens.size()});
        hash.add(std::as_bytes(std::span(sequence.tokens)));
    }
    for (const WeightCandidates& entry : table.weights) {
        hash.add(entry.weight->name);
        for (const Candidate& candidate : entry.candidates) {
            hash.add(candidate.encoding->name());
        }
        if (table.importance != nullptr) {
            hash.add(std::as_bytes(table.importance->of(entry.weight->name)));
        }
    }
    return cacheFolder() / "feedback" / fmt::format("{:016x}.json", hash.value());
}

std::optional<Shares> knownShares(const std::filesystem::path& file) {
    const auto text = readCacheFile(file, mostCacheBytes);
    if (!text) {
        return std::nullopt;
    }
    try {
        return nlohmann::json::parse(*text).get<Shares>();
    } catch (const nlohmann::json::exception&) {
        return std::nullopt; // of a program with another idea of it
    }
}

class TrialWalk {
public:
    TrialWalk(const FeedbackTrial& trial, const RunContext& context)
        : trial_(trial), context_(context), source_(trial.table->model), pass_(source_, trial.sequences, trial.options),
          tried_(triedOf(*trial.table, pass_.graph())) {}

    Shares run() {
        context_.progress.start(say("Trying codes"), pass_.workUnits());
        pass_.embed(context_);
        auto next = tried_.begin();
        while (pass_.layersLeft() > 0) {
            for (; next != tried_.end() && next->block == pass_.layersDone(); ++next) {
                tryOn(*next, sumsOf(*next));
            }
            pass_.runNextLayer(context_);
        }
        for (; next != tried_.end(); ++next) {
            tryOn(*next, sumsOf(*next));
        }
        context_.progress.finish();
        return std::move(shares_);
    }

private:
    struct Sums {
        PairSums fit;
        PairSums held;
    };

    [[nodiscard]] Sums sumsOf(const Tried& tried) {
        Sums sums;
        for (std::size_t batch = 0; batch < pass_.batches(); ++batch) {
            ConstMatrix rows;
            if (tried.block) {
                inputs_.follow(*tried.weights.front()->weight);
                Observer* const only = &inputs_;
                pass_.showInputs(tried.step, batch, {context_.arena, context_.progress, context_.cancel, std::span(&only, 1)});
                rows = inputs_.rows();
            } else {
                rows = pass_.outputInputs(batch, context_);
            }
            addPairs(sums.fit, sums.held, rows.rows / heldBackShare, {rows, {}, {}}, context_.arena);
        }
        return sums;
    }

    void tryOn(const Tried& tried, Sums&& sums) {
        const double damping = feedbackDamping(tried.columns(), static_cast<double>(sums.fit.tokens), trial_.damping);
        const CalibratedInput input(std::move(sums.fit), std::move(sums.held), tried.columns(), damping, {}, false,
                                    context_.arena, context_.cancel);
        std::vector<std::pair<const Weight*, const Encoding*>> pairs;
        for (const WeightCandidates* const entry : tried.weights) {
            for (const Candidate& candidate : entry->candidates) {
                if (hasFeedback(*candidate.encoding)) {
                    pairs.emplace_back(entry->weight, candidate.encoding);
                }
            }
        }
        std::vector<double> shares(pairs.size());
        context_.forEach(pairs.size(), [&](std::size_t i) { shares[i] = shareOf(*pairs[i].first, *pairs[i].second, input); });
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            shares_[pairs[i].first->name][std::string(pairs[i].second->name())] = shares[i];
        }
    }

    /// Rows from the middle.
    [[nodiscard]] double shareOf(const Weight& weight, const Encoding& encoding, const CalibratedInput& input) const {
        const std::uint64_t rows = std::min<std::uint64_t>(triedRows, weight.rows());
        std::span<const float> importance;
        if (trial_.table->importance != nullptr) {
            importance = trial_.table->importance->of(weight.name);
        }
        if (importance.size() != importanceLength(weight)) {
            importance = {};
        }
        const MatrixToEncode matrix{.weight = weight,
                                    .encoding = encoding,
                                    .guide = {.importance = importance, .effort = trial_.table->effort},
                                    .firstRow = (weight.rows() - rows) / 2,
                                    .rows = rows};
        std::vector<std::byte> unused;
        const CalibratedLoss loss = encodeCalibrated(matrix, source_, input, unused, context_.arena, context_.cancel);
        return std::clamp(loss.ratio(), leastShare, 1.0);
    }

    const FeedbackTrial& trial_;
    const RunContext& context_;
    ModelWeights source_;
    ForwardPass pass_;
    std::vector<Tried> tried_;
    InputCapture inputs_;
    Shares shares_;
};

/// What weights that were not tried are taken to keep: the geometric mean of the others, encoding by encoding.
std::map<std::string, double> meanShares(const Shares& shares) {
    std::map<std::string, std::pair<double, double>> sums;
    for (const auto& [weight, ofWeight] : shares) {
        for (const auto& [encoding, share] : ofWeight) {
            sums[encoding].first += std::log(share);
            sums[encoding].second += 1;
        }
    }
    std::map<std::string, double> means;
    for (const auto& [encoding, sum] : sums) {
        means[encoding] = std::exp(sum.first / sum.second);
    }
    return means;
}

/// Stacked experts that a conversion calibrates and a trial does not.
std::unordered_set<const Weight*> stackedExperts(const Graph& graph) {
    std::unordered_set<const Weight*> weights;
    for (const InputGroup& group : inputGroups(graph, false)) {
        if (group.step && group.matrices > 1) {
            weights.insert(group.weights.begin(), group.weights.end());
        }
    }
    return weights;
}

CandidateTable withTheShares(const CandidateTable& table, const Shares& shares) {
    const std::map<std::string, double> means = meanShares(shares);
    const std::unordered_set<const Weight*> experts = stackedExperts(graphOf(*table.model));
    return withShares(table, [&](const Weight& weight, const Encoding& encoding) {
        const auto tried = shares.find(weight.name);
        if (tried == shares.end() && !experts.contains(&weight)) {
            return 1.0;
        }
        const std::map<std::string, double>& known = tried == shares.end() ? means : tried->second;
        const auto share = known.find(std::string(encoding.name()));
        return share == known.end() ? 1.0 : share->second;
    });
}

} // namespace

double trialMultiplyAdds(const FeedbackTrial& trial) {
    constexpr double ofCode = 6000; // the search for scales, in multiply-adds a weight
    const ModelWeights source(trial.table->model);
    const ForwardPass pass(source, trial.sequences, trial.options);
    const auto tokens = static_cast<double>(pass.tokens());
    double all = static_cast<double>(pass.workUnits()) * multiplyAddsPerUnit;
    for (const Tried& tried : triedOf(*trial.table, pass.graph())) {
        const auto columns = static_cast<double>(tried.columns());
        all += columns * columns * (tokens / 2 + columns / 6);
        for (const WeightCandidates* const entry : tried.weights) {
            const auto encodings = static_cast<double>(entry->candidates.size());
            all += encodings * triedRows * columns * (ofCode + columns / 2);
        }
    }
    return all;
}

std::optional<FeedbackTrial> feedbackTrial(std::shared_ptr<const CandidateTable> table, std::vector<TokenSequence> sequences,
                                           double mostMultiplyAdds) {
    const Model& model = *table->model;
    if (table->errors == ErrorSource::nominal || whyNotRunnable(model) || triedOf(*table, graphOf(model)).empty()) {
        return std::nullopt;
    }
    for (TokenSequence& sequence : sequences) {
        sequence.firstLogit = sequence.endLogit = sequence.tokens.size();
    }
    FeedbackTrial trial{.table = std::move(table), .sequences = std::move(sequences), .options = {}};
    return trialMultiplyAdds(trial) <= mostMultiplyAdds ? std::optional(std::move(trial)) : std::nullopt;
}

std::shared_ptr<const CandidateTable> withFeedback(const FeedbackTrial& trial, const RunContext& context) {
    const std::filesystem::path file = cacheFileOf(trial);
    std::optional<Shares> shares = knownShares(file);
    if (!shares) {
        shares = TrialWalk(trial, context).run();
        makeFolders(file.parent_path());
        writeCacheFile(file, nlohmann::json(*shares).dump());
    }
    return std::make_shared<const CandidateTable>(withTheShares(*trial.table, *shares));
}

} // namespace quantlathe
