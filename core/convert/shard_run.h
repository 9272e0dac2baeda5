// SPDX-License-Identifier: GPL-3.0-or-later
// A conversion that several processes share, on one machine or many with a common folder (docs/cluster.md). They agree through
// files beside the output: the run's journal, which each of them holds together with the others, and a journal of each shard.
#pragma once

#include "base/progress.h"
#include "base/shard.h"
#include "base/shared_lock.h"
#include "convert/journal.h"
#include "convert/work.h"
#include "formats/format.h"
#include "plan/plan.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

/// What all shards must agree in, else their pieces belong to different outputs. A value type.
struct ShardAgreement {
    std::uint32_t count = 1;
    std::string version;    // of the program
    std::string source;     // Checkpoint::identity()
    std::string guides;     // hash of importance and effort
    std::string everything; // hash of all that determines the bytes: Work::fingerprint

    /// What the header of a shard's journal says instead of the work's fingerprint.
    [[nodiscard]] std::uint64_t fingerprintOf(std::uint32_t shard) const;
    /// Of the run's journal.
    [[nodiscard]] std::uint64_t runFingerprint() const { return fingerprintOf(0); }
    [[nodiscard]] std::string line() const;
    [[nodiscard]] static std::optional<ShardAgreement> parse(std::string_view line);
    friend bool operator==(const ShardAgreement&, const ShardAgreement&) = default;
};
[[nodiscard]] ShardAgreement agreementOf(const Plan& plan, const Work& work, std::uint32_t count);
/// The first thing in which they differ, as a sentence; nothing if they agree.
[[nodiscard]] std::optional<std::string> differenceOf(const ShardAgreement& there, const ShardAgreement& here);

/// The shard of each of the work's weights: by bytes read and written (shardsOfPieces()). Matrices that share a scale count as
/// one piece, so that no other shard reads them for it.
[[nodiscard]] std::vector<std::uint32_t> shardsOfWeights(const Work& work, std::uint32_t count);

/// "model.gguf.part.2-of-3.journal"
[[nodiscard]] std::filesystem::path shardJournalPath(const std::filesystem::path& destination, Shard shard);
/// True if what lies under the destination's temporary names is a conversion in shards.
[[nodiscard]] bool isOfShards(const std::filesystem::path& destination);
/// Removes the journals of shards beside the destination. Only for who holds the run's journal alone.
void removeShardJournals(const std::filesystem::path& destination);

/// Makes the temporary output if it is not there, else finds that it belongs to the same conversion. While the returned lock
/// (of the run's journal) lives, nobody else makes, finishes or removes the output. Throws Error(badInput) that names the
/// difference for another conversion's output, Error(failed) when another process holds it alone for long, NoSpaceError.
[[nodiscard]] SharedLock joinShards(const Plan& plan, const std::filesystem::path& destination, const ShardAgreement& agreement,
                                    const CancelToken& cancel);
/// The journal of a shard, held alone. Throws Error(failed) while another process has the shard.
[[nodiscard]] Journal openShard(const std::filesystem::path& destination, Shard shard);
/// What an earlier process had finished of the shard. Of another conversion's journal nothing is left.
[[nodiscard]] std::vector<JournalRecord> resumeShard(Journal& journal, const ShardAgreement& agreement, Shard shard,
                                                     std::span<const std::uint32_t> shardOfWeight);
/// Forgets what was finished of the shard.
void restartShard(Journal& journal, const ShardAgreement& agreement, Shard shard);

/// All journals of a conversion whose shards are done. They are held alone.
struct DoneShards {
    Journal run;
    std::vector<Journal> shards;
    std::vector<JournalRecord> records;
    std::vector<std::uint32_t> shardOfWeight;
};
/// Throws Error(failed) that names the shards which are at work, missing or not complete, Error(badInput) that names the
/// difference when they or the plan belong to different conversions.
[[nodiscard]] DoneShards collectShards(const Plan& plan, const Work& work, const std::filesystem::path& destination);

} // namespace quantlathe
