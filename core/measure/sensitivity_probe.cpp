// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/sensitivity_probe.h"

#include "base/cache_file.h"
#include "base/error.h"
#include "base/file.h"
#include "base/folder.h"
#include "base/hash.h"
#include "base/words.h"
#include "codecs/matrix_encoding.h"
#include "measure/disturbed_passes.h"
#include "model/prediction_layers.h"
#include "plan/planned_weights.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <optional>

namespace quantlathe {
namespace {

/// Of all probes of single weights, else bands are probed: some minutes on two processor cores with AVX2. In work and not in
/// seconds, so that the same command asks the same on every machine.
constexpr double mostMultiplyAddsByWeight = 1.5e13;
constexpr std::uint32_t bands = 4;
// Raised whenever the forward pass, an encoding's bytes or the meaning of a number changes: what is kept is then not taken.
constexpr std::uint64_t cacheVersion = 2;

using Members = std::vector<const WeightCandidates*>;

std::vector<Members> membersOf(const CandidateTable& table, ProbeGroups groups) {
    std::vector<Members> all;
    std::map<std::pair<Role, std::uint32_t>, std::size_t> places;
    for (const WeightCandidates& entry : table.weights) {
        const Weight& weight = *entry.weight;
        if (predictsFurtherTokens(*table.model, weight)) { // the text does not go through it
            continue;
        }
        const bool joins = groups == ProbeGroups::bands && weight.layer && weight.role != Role::other;
        if (!joins) {
            all.push_back({&entry});
            continue;
        }
        const std::uint32_t layers = std::max(table.model->hyper().layers, *weight.layer + 1);
        const auto band = static_cast<std::uint32_t>(std::uint64_t{*weight.layer} * bands / layers);
        const auto [place, isNew] = places.emplace(std::pair(weight.role, band), all.size());
        if (isNew) {
            all.emplace_back();
        }
        all[place->second].push_back(&entry);
    }
    return all;
}

double logDistance(double error, double wished) {
    return error > 0 ? std::abs(std::log(error / wished)) : std::numeric_limits<double>::infinity();
}

/// The encoding whose error on the group's first weight comes nearest and that all of them can have; nullptr if all are without
/// error.
const Encoding* encodingFor(const Members& members, double wished) {
    const Encoding* best = nullptr;
    double bestDistance = std::numeric_limits<double>::infinity();
    for (const Candidate& candidate : members.front()->candidates) {
        const bool isShared =
            std::ranges::all_of(members, [&](const auto* member) { return member->find(*candidate.encoding) != nullptr; });
        const double distance = logDistance(candidate.error, wished);
        // Encodings of whole matrices need a plan's layout; what rows tell holds for every format.
        if (isShared && asMatrixEncoding(*candidate.encoding) == nullptr && distance < bestDistance) {
            best = candidate.encoding;
            bestDistance = distance;
        }
    }
    return best;
}

SensitivityGroup groupOf(const Members& members, std::span<const double> wished) {
    SensitivityGroup group;
    std::ranges::transform(members, std::back_inserter(group.weights), [](const auto* member) { return member->weight->name; });
    for (const double error : wished) {
        const Encoding* const encoding = encodingFor(members, error);
        const bool isNew = encoding != nullptr &&
                           std::ranges::find(group.probes, encoding->name(), &SensitivityProbe::encoding) == group.probes.end();
        if (isNew) {
            SensitivityProbe probe{.encoding = std::string(encoding->name()), .errors = {}};
            std::ranges::transform(members, std::back_inserter(probe.errors),
                                   [&](const auto* member) { return member->find(*encoding)->error; });
            group.probes.push_back(std::move(probe));
        }
    }
    return group;
}

/// One probe and where its result goes.
struct Task {
    std::size_t group = 0;
    std::size_t probe = 0;
    std::size_t sharedLayers = 0; // before the first disturbed weight
};

/// The group's weights in one encoding, all others as they are: no plan that a file could be written from.
Plan disturbed(const CandidateTable& table, const SensitivityGroup& group, const SensitivityProbe& probe) {
    Plan plan;
    plan.model = table.model;
    plan.format = table.format;
    plan.importance = table.importance;
    plan.document.effort = table.effort;
    for (const std::string& name : group.weights) {
        plan.choices.push_back({.weight = table.model->find(name), .encoding = encodingByName(probe.encoding)});
    }
    return plan;
}

std::size_t sharedLayersOf(const Model& model, const SensitivityGroup& group) {
    std::size_t shared = std::numeric_limits<std::size_t>::max(); // behind all layers: the output matrix
    for (const std::string& name : group.weights) {
        const Weight& weight = *model.find(name);
        const std::size_t before = weight.layer ? *weight.layer : weight.role == Role::output ? shared : std::size_t{0};
        shared = std::min(shared, before);
    }
    return shared;
}

using Results = std::map<std::pair<std::vector<std::string>, std::string>, SensitivityProbe>; // weights, encoding

constexpr std::uint64_t mostCacheBytes = 64U << 20U;

Results knownResults(const std::filesystem::path& cacheFile) {
    Results results;
    try {
        const auto text = cacheFile.empty() ? std::nullopt : readCacheFile(cacheFile, mostCacheBytes);
        if (!text) {
            return results;
        }
        for (const SensitivityGroup& group : parseSensitivity(*text, cacheFile).groups) {
            for (const SensitivityProbe& probe : group.probes) {
                results.emplace(std::pair(group.weights, probe.encoding), probe);
            }
        }
    } catch (const Error&) {
        results.clear(); // a cache that cannot be read costs time, nothing else
    }
    return results;
}

void copyResults(const Results& results, std::vector<SensitivityGroup>& groups) {
    for (SensitivityGroup& group : groups) {
        for (SensitivityProbe& probe : group.probes) {
            const auto found = results.find(std::pair(group.weights, probe.encoding));
            if (found != results.end()) {
                probe.kl = found->second.kl;
                probe.klError = found->second.klError;
            }
        }
    }
}

/// Only what was measured.
SensitivityMeasurement finished(SensitivityMeasurement measurement, const Results& results) {
    for (SensitivityGroup& group : measurement.groups) {
        std::erase_if(group.probes, [&](const SensitivityProbe& probe) {
            return !results.contains(std::pair(group.weights, probe.encoding));
        });
    }
    std::erase_if(measurement.groups, [](const SensitivityGroup& group) { return group.probes.empty(); });
    copyResults(results, measurement.groups);
    return measurement;
}

constexpr std::uint64_t unitsATask = 1000;

/// Reports as many units as the batch has models, times unitsATask, whatever of it the original takes.
std::vector<TextQuality> measureBatch(DisturbedPasses& passes, std::span<const DisturbedModel> models,
                                      const RunContext& context) {
    const std::uint64_t units = models.size() * unitsATask;
    std::uint64_t added = 0;
    Progress inner([&](const ProgressState& state) { // called under a lock
        const auto done = static_cast<std::uint64_t>(std::min(1.0, state.fraction()) * static_cast<double>(units));
        context.progress.add(done > added ? done - added : 0);
        added = std::max(added, done);
    });
    inner.start({}, passes.workUnits(models));
    std::vector<TextQuality> measured = passes.measure(models, {context.arena, inner, context.cancel, {}});
    context.progress.add(units - added);
    return measured;
}

std::vector<SensitivityGroup> allGroups(const ProbeRequest& request) {
    ProbeGroups kind = request.groups;
    if (kind == ProbeGroups::automatic) {
        ProbeRequest byWeight = request;
        byWeight.groups = ProbeGroups::weights;
        byWeight.shard.reset();
        kind = probeMultiplyAdds(byWeight) <= mostMultiplyAddsByWeight ? ProbeGroups::weights : ProbeGroups::bands;
    }
    std::vector<SensitivityGroup> groups;
    for (const Members& members : membersOf(*request.table, kind)) {
        groups.push_back(groupOf(members, request.errors));
    }
    std::erase_if(groups, [](const SensitivityGroup& group) { return group.probes.empty(); });
    return groups;
}

/// Those of the request's shard: by the layers that their probes go through.
std::vector<SensitivityGroup> ownGroups(std::vector<SensitivityGroup> groups, const Model& model, Shard shard) {
    std::vector<std::uint64_t> work;
    for (const SensitivityGroup& group : groups) {
        const std::uint64_t layers = model.hyper().layers;
        const std::uint64_t own = layers - std::min<std::uint64_t>(layers, sharedLayersOf(model, group)) + 1;
        work.push_back(own * group.probes.size());
    }
    const std::vector<std::uint32_t> shards = shardsOfPieces(work, shard.count);
    std::vector<SensitivityGroup> own;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (shards[i] == shard.number) {
            own.push_back(std::move(groups[i]));
        }
    }
    return own;
}

} // namespace

std::vector<SensitivityGroup> probeGroups(const ProbeRequest& request) {
    std::vector<SensitivityGroup> groups = allGroups(request);
    return request.shard ? ownGroups(std::move(groups), *request.table->model, *request.shard) : groups;
}

std::filesystem::path probeCacheFile(const ProbeRequest& request) {
    const CandidateTable& table = *request.table;
    HashBuilder hash;
    hash.add(cacheVersion);
    hash.add(identityOf(*table.model));
    hash.add(shapesOf(*table.model));
    hash.add(name(table.effort));
    const Compute compute = request.measure.forward.compute;
    hash.add(static_cast<std::uint64_t>(availableCompute(compute)));
    hash.add(static_cast<std::uint64_t>(availableCompute(request.measure.referenceCompute.value_or(compute))));
    // What is measured, not what was asked for: "automatic" means other groups for other models and texts.
    for (const SensitivityGroup& group : probeGroups(request)) {
        hash.add(std::uint64_t{group.weights.size()});
        for (const std::string& weight : group.weights) {
            hash.add(weight);
        }
        for (const SensitivityProbe& probe : group.probes) {
            hash.add(probe.encoding);
        }
    }
    for (const TokenSequence& sequence : request.text.sequences) {
        hash.add(std::as_bytes(std::span(sequence.tokens)));
        hash.add(std::uint64_t{sequence.firstLogit});
        hash.add(std::uint64_t{sequence.endLogit});
    }
    if (table.importance != nullptr) {
        for (const WeightCandidates& entry : table.weights) {
            hash.add(std::as_bytes(table.importance->of(entry.weight->name)));
        }
    }
    return cacheFolder() / "sensitivity" / fmt::format("{:016x}.json", hash.value());
}

double probeMultiplyAdds(const ProbeRequest& request) {
    const Model& model = *request.table->model;
    const ModelWeights original(request.table->model);
    const ForwardPass pass(original, request.text.sequences, request.measure.forward);
    constexpr double originals = 2; // for its logits, and ahead of the probes
    double units = originals * static_cast<double>(pass.workUnits());
    for (const SensitivityGroup& group : probeGroups(request)) {
        const std::size_t shared = std::min<std::size_t>(sharedLayersOf(model, group), pass.layersLeft());
        units += static_cast<double>(group.probes.size()) * static_cast<double>(pass.workUnits(shared));
    }
    return units * multiplyAddsPerUnit;
}

bool isSensitivityKnown(const ProbeRequest& request, const std::filesystem::path& cacheFile) {
    const Results results = knownResults(cacheFile);
    const std::vector<SensitivityGroup> groups = probeGroups(request);
    return !groups.empty() && std::ranges::all_of(groups, [&](const SensitivityGroup& group) {
        return std::ranges::all_of(group.probes, [&](const SensitivityProbe& probe) {
            return results.contains(std::pair(group.weights, probe.encoding));
        });
    });
}

SensitivityMeasurement measureSensitivity(const ProbeRequest& request, const std::filesystem::path& cacheFile,
                                          const RunContext& context) {
    const CandidateTable& table = *request.table;
    SensitivityMeasurement all{.modelName = table.model->name(),
                               .architecture = table.model->architecture(),
                               .shapes = shapesOf(*table.model),
                               .weights = table.model->weights().size(),
                               .layers = table.model->hyper().layers,
                               .text = request.textName,
                               .tokens = request.text.targets.size(),
                               .usesImportance = table.importance != nullptr,
                               .groups = probeGroups(request)};
    if (all.groups.empty() && !request.shard) { // a shard of many may have nothing to do
        throw badInput({}, say("{} has no encoding to disturb single rows with", table.format->title()),
                       say("Measure with another format, for example gguf: sensitivities hold for every format."));
    }
    Results results = knownResults(cacheFile);
    std::vector<Task> tasks;
    for (std::size_t g = 0; g < all.groups.size(); ++g) {
        for (std::size_t p = 0; p < all.groups[g].probes.size(); ++p) {
            if (!results.contains(std::pair(all.groups[g].weights, all.groups[g].probes[p].encoding))) {
                tasks.push_back({g, p, sharedLayersOf(*table.model, all.groups[g])});
            }
        }
    }
    // Probes that begin at the same layer run side by side.
    std::ranges::stable_sort(tasks, {}, &Task::sharedLayers);

    const ModelWeights original(table.model);
    const std::size_t atOnce = std::max<std::size_t>(1, request.modelsAtOnce);
    std::optional<DisturbedPasses> passes;
    if (!tasks.empty()) {
        passes.emplace(original, request.text, request.measure, atOnce);
    }
    context.progress.start(say("Measuring sensitivities"), tasks.size() * unitsATask);
    for (std::size_t first = 0; first < tasks.size(); first += atOnce) {
        context.cancel.throwIfCancelled();
        const auto batch = std::span(tasks).subspan(first, std::min(atOnce, tasks.size() - first));
        context.progress.setItem(all.groups[batch.front().group].weights.front());
        std::vector<std::unique_ptr<PlannedWeights>> sources;
        std::vector<DisturbedModel> models;
        for (const Task& task : batch) {
            const SensitivityGroup& group = all.groups[task.group];
            sources.push_back(
                std::make_unique<PlannedWeights>(disturbed(table, group, group.probes[task.probe]), Inputs::kept));
            models.push_back({sources.back().get(), task.sharedLayers});
        }
        const std::vector<TextQuality> measured = measureBatch(*passes, models, context);
        for (std::size_t i = 0; i < batch.size(); ++i) {
            const Estimate& kl = measured[i].divergence->kl;
            const SensitivityGroup& group = all.groups[batch[i].group];
            SensitivityProbe probe = group.probes[batch[i].probe];
            probe.kl = std::max(0.0, kl.value);
            probe.klError = std::isfinite(kl.error) ? kl.error : 0;
            results.insert_or_assign(std::pair(group.weights, probe.encoding), std::move(probe));
        }
        if (!cacheFile.empty()) {
            makeFolders(cacheFile.parent_path());
            writeCacheFile(cacheFile, sensitivityJson(finished(all, results)));
        }
    }
    copyResults(results, all.groups);
    context.progress.finish();
    return all;
}

} // namespace quantlathe
