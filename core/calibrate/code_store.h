// SPDX-License-Identifier: GPL-3.0-or-later
// Calibrated codes on their way from the text to the file that is written: kept in the cache folder, so that an interrupted
// conversion need not choose them again (docs/formats/caches.md).
#pragma once

#include "base/file.h"
#include "calibrate/calibrated_matrix.h"
#include "plan/ready_codes.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace quantlathe {

/// One weight of the store.
struct StoredCode {
    std::string weight;
    std::string encoding;
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    std::uint64_t hash = 0; // of the bytes
    CalibratedLoss loss;
    [[nodiscard]] bool isFactors() const { return encoding == factorsName; }
    /// Instead of an encoding's: factors of a fold, floats.
    static constexpr std::string_view factorsName = "factors";
};

/// By tensor of the checkpoint.
using TensorScalings = std::map<std::size_t, TensorScaling>;

/// A complete store. Immutable; safe to read from many threads.
class CodeStore final : public ReadyCodes {
public:
    /// <cache folder>/codes/<key>.codes
    [[nodiscard]] static std::filesystem::path fileOf(const std::string& key);
    /// nullptr when there is none, or its bytes are not what was written.
    [[nodiscard]] static std::shared_ptr<CodeStore> open(const std::string& key);
    /// Its use is over.
    void remove() const;

    [[nodiscard]] const std::string& identity() const override { return key_; }
    [[nodiscard]] bool contains(const Weight& weight) const override { return places_.contains(weight.name); }
    void read(const Weight& weight, std::uint64_t first, std::span<std::byte> out) const override;
    [[nodiscard]] const TensorScaling* scalingOf(std::size_t tensor) const override;
    [[nodiscard]] bool knowsScalings() const override { return scalings_.has_value(); }
    /// What the factors among the codes make of the checkpoint's tensors.
    void setScalings(TensorScalings scalings) { scalings_ = std::move(scalings); }
    /// The factors that were stored under a name; none if there are none.
    [[nodiscard]] std::vector<float> factors(const std::string& name) const;
    [[nodiscard]] const std::vector<StoredCode>& codes() const { return codes_; }

private:
    CodeStore(std::string key, std::vector<StoredCode> codes, OutputFile file);

    std::string key_;
    std::vector<StoredCode> codes_;
    std::map<std::string, std::size_t, std::less<>> places_;
    OutputFile file_;
    std::optional<TensorScalings> scalings_;
};

/// What a calibration was good for; factors do not count.
struct CalibrationGain {
    std::size_t weights = 0;
    std::size_t kept = 0; // of them, whose codes stayed as they were
    double lowerLoss = 0; // the median share of a weight's loss that is gone
};
[[nodiscard]] CalibrationGain gainOf(const CodeStore& codes);

/// Writes one. What is kept stays for the next run when this one ends before finish().
class CodeStoreWriter {
public:
    /// Goes on where an earlier run of the same key ended. Throws Error(failed) while another process writes it.
    explicit CodeStoreWriter(std::string key);
    /// The bytes that an earlier run has chosen for a weight; nothing when it did not come so far, or they are not what it
    /// wrote.
    [[nodiscard]] std::optional<std::vector<std::byte>> found(const std::string& weight) const;
    void add(StoredCode code, std::span<const std::byte> bytes);
    /// Makes durable what was added.
    void keep();
    [[nodiscard]] std::shared_ptr<CodeStore> finish();

private:
    [[nodiscard]] std::string list(std::uint64_t fileHash) const;

    std::string key_;
    OutputFile file_;
    std::vector<StoredCode> codes_;
    std::map<std::string, std::size_t, std::less<>> found_; // places in codes_
    std::uint64_t end_ = 0;
};

} // namespace quantlathe
