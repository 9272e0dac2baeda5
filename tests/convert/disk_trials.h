// SPDX-License-Identifier: GPL-3.0-or-later
// Conversions of a model of a few kilobytes for trials on disks that fail.
#pragma once

#include "checkpoint/checkpoint.h"
#include "convert/convert_support.h"
#include "support/disk_trial.h"
#include "support/synthetic_models.h"

#include <QTemporaryDir>

namespace quantlathe::test {

/// A Llama of one layer with values that are no zeros: what is lost must differ from what was written.
inline std::filesystem::path writeSmallestLlama(const QTemporaryDir& folder) {
    const std::filesystem::path file = writeLlamaGguf(folder,
                                                      {.layers = 1,
                                                       .hidden = 64,
                                                       .feedForward = 96,
                                                       .heads = 2,
                                                       .kvHeads = 1,
                                                       .headSize = 32,
                                                       .vocabulary = 258,
                                                       .contextTokens = 128,
                                                       .byteVocabulary = true},
                                                      ElementType::F32);
    const Checkpoint checkpoint = openCheckpoint(file);
    std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
    std::uint64_t seed = 0;
    for (const TensorInfo& tensor : checkpoint.tensors()) {
        const std::vector<float> values = normalValues(static_cast<std::size_t>(tensor.elements()), ++seed);
        stream.seekp(static_cast<std::streamoff>(tensor.offset));
        stream.write(reinterpret_cast<const char*>(values.data()), static_cast<std::streamsize>(tensor.bytes));
    }
    return file;
}

/// One thread that waits for the disk after every weight: two runs make the same calls in the same order.
inline JobTuning lockstep() {
    JobTuning tuning;
    tuning.tileWeights = 8192;
    tuning.commitBytes = 1;
    tuning.commitInterval = std::chrono::hours(1);
    tuning.unsyncedLimit = 0;
    return tuning;
}

inline void convertInLockstep(const Plan& plan, const std::filesystem::path& destination, bool replace) {
    ConvertOptions options;
    options.threads = 1;
    options.replace = replace;
    (void)convertQuietly(plan, destination, options, lockstep());
}

/// The forms that an output may have, each free and over an older one.
class ConversionTrials {
public:
    ConversionTrials() : model_(openModel(writeSmallestLlama(sourceFolder_))), trials_(root()) {}

    [[nodiscard]] DiskTrials& trials() { return trials_; }

    [[nodiscard]] DiskTrial file(bool replaces) { return trialOf("out.gguf", "gguf", {}, "out.gguf", replaces); }
    [[nodiscard]] DiskTrial set(bool replaces) {
        DiskTrial trial = trialOf("out.gguf", "gguf", {.maxTensors = 5}, "out-00001-of-00003.gguf", replaces);
        trial.mayBeAway = replaces;
        return trial;
    }
    [[nodiscard]] DiskTrial folder(bool replaces) { return trialOf("out", "safetensors", {}, "out", replaces); }

private:
    [[nodiscard]] std::filesystem::path root() const { return {diskFolder_.path().toStdString()}; }

    [[nodiscard]] Plan planOf(const std::string& format, const SplitOptions& split, bool isOlder) const {
        PlanDocument document;
        document.format = format;
        document.preset = format == "gguf" ? (isOlder ? "F16" : "Q8_0") : (isOlder ? "F16" : "BF16");
        document.options.split = split;
        return makePlan(model_, document);
    }

    [[nodiscard]] DiskTrial trialOf(const std::string& name, const std::string& format, const SplitOptions& split,
                                    const std::string& key, bool replaces) {
        const std::filesystem::path destination = root() / name;
        DiskTrial trial;
        trial.key = key;
        if (replaces) {
            trial.work = [this, format, split, destination] {
                convertInLockstep(planOf(format, split, true), destination, false);
            };
            trial.before = trials_.undisturbed(trial);
        }
        trial.work = [plan = std::make_shared<Plan>(planOf(format, split, false)), destination, replaces] {
            convertInLockstep(*plan, destination, replaces);
        };
        trial.after = trials_.undisturbed(trial);
        return trial;
    }

    QTemporaryDir sourceFolder_;
    QTemporaryDir diskFolder_;
    std::shared_ptr<const Model> model_;
    DiskTrials trials_;
};

} // namespace quantlathe::test
