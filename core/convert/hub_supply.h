// SPDX-License-Identifier: GPL-3.0-or-later
// The files of weights of a model on a hub, fetched one at a time into OUT.part.source beside the destination OUT
// (docs/hub.md, "Converting without keeping the original").
#pragma once

#include "convert/source_supply.h"
#include "hub/connection.h"
#include "hub/selection.h"

#include <atomic>
#include <optional>
#include <string>

namespace quantlathe {

class Checkpoint;

class HubSupply final : public SourceSupply {
public:
    /// `source`: a replica. Asks for the list of its commit's files. Throws as HttpClient, and Error(badInput) when the hub
    /// lists other files than the replica has.
    HubSupply(HubConnection& hub, const Checkpoint& source, const std::filesystem::path& destination);

    void keepOnly(std::span<const std::size_t> files) override;
    [[nodiscard]] std::uint64_t bytesHere(std::size_t file) const override;
    [[nodiscard]] std::filesystem::path bring(std::size_t file) override;
    void drop(std::size_t file) override;
    void interrupt() override { isInterrupted_ = true; }
    void clear() override;

private:
    [[nodiscard]] std::filesystem::path placeOf(std::size_t file) const;
    [[nodiscard]] std::string state() const;
    void removeBut(std::span<const std::size_t> files) const;

    HubConnection& hub_;
    std::atomic<bool> isInterrupted_{false};
    HttpClient client_;
    HubListing listing_;
    HubSelection selection_;
    std::vector<const HubFile*> files_; // of the checkpoint's files, in their order
    std::filesystem::path folder_;
};

/// The commit of the model that a conversion to `destination` was interrupted with, so that it goes on with the same although
/// the revision means another one now; nothing if there is none of this address.
[[nodiscard]] std::optional<std::string> suppliedCommit(const std::filesystem::path& destination, const HubAddress& address);

/// Removes what a conversion that was interrupted has fetched. Only for who holds the journal of the destination.
void removeSupplied(const std::filesystem::path& destination);

} // namespace quantlathe
