// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of conversions share: the tiny Llama of tests/data/gguf, plans for it, small tiles.
#pragma once

#include "base/hash.h"
#include "convert/job.h"
#include "convert/output.h"
#include "convert/tuning.h"
#include "model/model.h"
#include "plan/plan.h"
#include "support/test_support.h"
#include "weights/weight_rows.h"

#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <memory>
#include <string>

namespace quantlathe::test {

inline std::shared_ptr<const Model> tinyLlama() {
    return openModel(dataFile("gguf/tiny-llama-f32.gguf"));
}

inline Plan planFor(std::shared_ptr<const Model> model, const std::string& preset,
                    std::shared_ptr<const ImportanceMatrix> importance = nullptr) {
    PlanDocument document;
    document.preset = preset;
    return makePlan(std::move(model), document, std::move(importance));
}

/// Tiles of a few rows and a commit after every weight: a small model takes all the paths of a large one.
inline JobTuning smallTuning() {
    JobTuning tuning;
    tuning.tileWeights = 2048;
    tuning.commitBytes = 1;
    tuning.commitInterval = std::chrono::milliseconds(1);
    return tuning;
}

inline ConvertReport convertQuietly(const Plan& plan, const std::filesystem::path& destination,
                                    const ConvertOptions& options = {}, const JobTuning& tuning = {}) {
    Progress progress;
    const CancelToken cancel;
    return convert(plan, destination, options, tuning, progress, cancel);
}

inline std::string fileHash(const std::filesystem::path& file) {
    return sha256(readAll(file));
}

inline bool nothingIsLeftBeside(const std::filesystem::path& destination) {
    const TemporaryPaths paths = temporaryPaths(destination);
    return !std::filesystem::exists(paths.part) && !std::filesystem::exists(paths.journal);
}

/// What a run notes in its journal before it gives files of a set their names.
inline void noteThatNamesAreGiven(const std::filesystem::path& destination) {
    const std::string word = "publishing";
    std::ofstream journal(temporaryPaths(destination).journal, std::ios::app | std::ios::binary);
    journal << fmt::format("{} {:016x}\n", word, contentHash(std::as_bytes(std::span(word))));
}

} // namespace quantlathe::test
