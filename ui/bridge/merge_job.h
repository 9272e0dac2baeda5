// SPDX-License-Identifier: GPL-3.0-or-later
// A LoRA adapter that is merged into its base, in the list of jobs.
#pragma once

#include "model/model.h"
#include "ui/bridge/job.h"

namespace quantlathe::ui {

struct MergeJob : Job {
    std::filesystem::path base;
    std::filesystem::path adapter;
    std::filesystem::path folder; // to be made
    // Done:
    std::uint64_t changed = 0; // tensors of the base
    std::uint64_t tensors = 0; // of the result
    std::uint64_t bytes = 0;
    double seconds = 0;

    static constexpr const char* kindName = "merge";
    [[nodiscard]] QString kind() const override;
    [[nodiscard]] QString label() const override;
    [[nodiscard]] std::filesystem::path place() const override { return folder; }
    [[nodiscard]] bool countsBytes() const override { return true; }
    [[nodiscard]] QString announce() override;
    [[nodiscard]] JobTask task(bool goesOn) const override;
    [[nodiscard]] QString outcome() const override;
    [[nodiscard]] QStringList outcomeLines() const override;
    [[nodiscard]] std::function<void()> cleaning() const override;
    [[nodiscard]] QJsonObject json() const override;
    [[nodiscard]] static std::unique_ptr<Job> fromJson(const QJsonObject& json);
};

/// Nothing is opened or looked at.
[[nodiscard]] MergeJob mergeJob(const std::filesystem::path& base, const std::filesystem::path& adapter,
                                const std::filesystem::path& folder);

/// What can be said of an adapter before it is merged.
struct AdapterOutlook {
    std::filesystem::path folder;
    QString base;                  // as its trainer called it; may be empty
    std::optional<QString> whyNot; // it does not fit the model that was asked about; nothing: it fits
};
/// `model`: may be nullptr, which nothing fits. For a worker. Throws what openLoraAdapter() throws.
[[nodiscard]] AdapterOutlook lookAtAdapter(const std::filesystem::path& adapter, const std::shared_ptr<const Model>& model);

/// True for a folder that PEFT has saved an adapter in, and for a file of such a folder; looks at names alone.
[[nodiscard]] bool looksLikeAdapter(const std::filesystem::path& path);

} // namespace quantlathe::ui
