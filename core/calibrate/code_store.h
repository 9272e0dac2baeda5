// SPDX-License-Identifier: GPL-3.0-or-later
// Calibrated codes on their way from the text to the file that is written: kept in the cache folder, so that an interrupted
// conversion need not choose them again (docs/formats/caches.md).
#pragma once

#include "base/file.h"
#include "calibrate/calibrated_matrix.h"
#include "plan/ready_codes.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace quantlathe {

/// One weight of the store.
struct StoredCode {
    std::string weight;
    std::string encoding;
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    CalibratedLoss loss;
};

/// A complete store. Immutable; safe to read from many threads.
class CodeStore final : public ReadyCodes {
public:
    /// <cache folder>/codes/<key>.codes
    [[nodiscard]] static std::filesystem::path fileOf(const std::string& key);
    /// nullptr when there is none, or its bytes are not what was written.
    [[nodiscard]] static std::shared_ptr<const CodeStore> open(const std::string& key);
    /// Its use is over.
    void remove() const;

    [[nodiscard]] const std::string& identity() const override { return key_; }
    [[nodiscard]] bool contains(const Weight& weight) const override { return places_.contains(weight.name); }
    void read(const Weight& weight, std::uint64_t first, std::span<std::byte> out) const override;
    [[nodiscard]] const std::vector<StoredCode>& codes() const { return codes_; }

private:
    CodeStore(std::string key, std::vector<StoredCode> codes, OutputFile file);

    std::string key_;
    std::vector<StoredCode> codes_;
    std::map<std::string, std::size_t, std::less<>> places_;
    OutputFile file_;
};

/// Writes one. Without finish() nothing stays.
class CodeStoreWriter {
public:
    explicit CodeStoreWriter(std::string key);
    void add(StoredCode code, std::span<const std::byte> bytes);
    [[nodiscard]] std::shared_ptr<const CodeStore> finish();

private:
    std::string key_;
    PendingFile pending_;
    std::vector<StoredCode> codes_;
    std::uint64_t end_ = 0;
};

} // namespace quantlathe
