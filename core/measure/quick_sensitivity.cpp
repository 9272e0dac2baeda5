// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/quick_sensitivity.h"

#include "base/error.h"
#include "base/file.h"
#include "base/resources.h"
#include "runtime/graph.h"

#include <algorithm>
#include <filesystem>

namespace quantlathe {
namespace {

constexpr std::size_t mostContext = 256;
constexpr std::size_t fewestTokens = 512;
constexpr std::size_t mostTokens = 2048;
constexpr std::size_t thoroughTokens = 4096;
constexpr double probedError = 0.03;
/// Of predictions: wider than that of single weights on more tokens, which sensitivityFrom() states.
constexpr double quickBandFactor = 2;
constexpr std::uint64_t mostTextBytes = 64U << 20U;

/// The text's first windows; nothing where the model's vocabulary cannot cut it.
std::optional<TextWindows> windowsOf(const Model& model, const std::string& text, std::size_t tokens) {
    const std::size_t context = std::min(mostContext, defaultContextTokens(model));
    try {
        return cutIntoWindows(model, nullptr, text,
                              {.contextTokens = context, .windows = tokens / context, .scoring = Scoring::all});
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::badInput) {
            throw;
        }
        return std::nullopt;
    }
}

} // namespace

std::optional<QuickProbes> quickProbes(std::shared_ptr<const CandidateTable> table, double mostMultiplyAdds) {
    const Model& model = *table->model;
    if (table->errors == ErrorSource::nominal || whyNotRunnable(model)) {
        return std::nullopt;
    }
    const std::filesystem::path file = resourcePath("text/default-calibration.txt");
    const std::string text = readTextFile(file, mostTextBytes);
    QuickProbes probes;
    ProbeRequest& request = probes.request;
    request.table = std::move(table);
    request.textName = file.filename().string();
    request.groups = ProbeGroups::bands;
    request.errors = {probedError};
    if (probeGroups(request).empty()) {
        return std::nullopt;
    }
    const auto cut = [&](std::size_t tokens) {
        auto windows = windowsOf(model, text, tokens);
        if (windows) {
            request.text = std::move(*windows);
            probes.multiplyAdds = probeMultiplyAdds(request);
        }
        return windows.has_value();
    };
    if (!cut(mostTokens)) {
        return std::nullopt;
    }
    if (probes.multiplyAdds > mostMultiplyAdds) { // work grows with the tokens
        const double affordable = mostTokens * mostMultiplyAdds / probes.multiplyAdds;
        if (affordable < fewestTokens || !cut(static_cast<std::size_t>(affordable))) {
            return std::nullopt;
        }
    }
    return probes;
}

std::shared_ptr<const CandidateTable> withQuickSensitivity(const QuickProbes& probes, const RunContext& context) {
    const CandidateTable& table = *probes.request.table;
    const SensitivityMeasurement measurement = measureSensitivity(probes.request, probeCacheFile(probes.request), context);
    Sensitivity sensitivity = sensitivityFrom(measurement, *table.model, table.sensitivity);
    sensitivity.bandFactor = std::max(sensitivity.bandFactor, quickBandFactor);
    return std::make_shared<const CandidateTable>(withSensitivity(table, std::move(sensitivity)));
}

ProbeRequest thoroughProbes(std::shared_ptr<const CandidateTable> table) {
    const Model& model = *table->model;
    const std::filesystem::path file = resourcePath("text/default-calibration.txt");
    const std::size_t context = defaultContextTokens(model);
    ProbeRequest request;
    request.text = cutIntoWindows(model, nullptr, readTextFile(file, mostTextBytes),
                                  {.contextTokens = context, .windows = (thoroughTokens + context - 1) / context});
    request.textName = file.filename().string();
    request.table = std::move(table);
    return request;
}

std::shared_ptr<const CandidateTable> withMeasured(const ProbeRequest& probes, const SensitivityMeasurement& measurement) {
    const CandidateTable& table = *probes.table;
    return std::make_shared<const CandidateTable>(
        withSensitivity(table, sensitivityFrom(measurement, *table.model, table.sensitivity)));
}

std::shared_ptr<const CandidateTable> withKnownSensitivity(std::shared_ptr<const CandidateTable> table,
                                                           const RunContext& context) {
    if (table->errors == ErrorSource::nominal || whyNotRunnable(*table->model)) {
        return nullptr;
    }
    try {
        const ProbeRequest request = thoroughProbes(std::move(table));
        const std::filesystem::path file = probeCacheFile(request);
        return isSensitivityKnown(request, file) ? withMeasured(request, measureSensitivity(request, file, context)) : nullptr;
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::badInput) {
            throw;
        }
        return nullptr; // the text cannot be cut for this model: nobody has measured any
    }
}

} // namespace quantlathe
