// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/shard_run.h"

#include "base/file_kind.h"
#include "base/folder.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/words.h"
#include "convert/destination.h"
#include "convert/output.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <set>
#include <sstream>
#include <system_error>
#include <thread>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view agreementWord = "shards";
constexpr std::string_view readyNote = "ready"; // the temporary output has its full length
constexpr std::string_view shardJournalSuffix = ".journal";
/// Making files takes a moment, and a network file system shows them to others some seconds later.
constexpr std::chrono::seconds joinPatience{20};
constexpr std::chrono::milliseconds joinStep{20};

std::string hexadecimal(std::uint64_t number) {
    return fmt::format("{:016x}", number);
}

std::optional<ShardAgreement> agreementIn(const fs::path& journal) {
    for (const std::string& note : notesIn(journal)) {
        if (auto agreement = ShardAgreement::parse(note)) {
            return agreement;
        }
    }
    return std::nullopt;
}

bool isNoted(const fs::path& journal, std::string_view word) {
    const std::vector<std::string> notes = notesIn(journal);
    return std::ranges::find(notes, word) != notes.end();
}

void requireAgreement(const fs::path& journal, const std::optional<ShardAgreement>& there, const ShardAgreement& here) {
    if (!there) {
        return;
    }
    if (const auto difference = differenceOf(*there, here)) {
        throw badInput(journal, say("This is a shard of another conversion"),
                       say("{} Give every shard the same model, plan and options, or remove the .part and the journals beside "
                           "it to begin anew.",
                           *difference));
    }
}

/// The journals of shards that lie beside the destination.
std::vector<fs::path> shardJournals(const fs::path& destination) {
    const fs::path part = temporaryPaths(destination).part;
    const std::string begin = part.filename().string() + ".";
    std::vector<fs::path> journals;
    for (const fs::path& entry : entriesOf(part.parent_path().empty() ? fs::path(".") : part.parent_path())) {
        const std::string name = entry.filename().string();
        if (name.starts_with(begin) && name.ends_with(shardJournalSuffix) && name.find("-of-", begin.size()) < name.size() &&
            journalKind(entry) != JournalKind::foreign) {
            journals.push_back(entry);
        }
    }
    return journals;
}

/// Makes the temporary output. The caller holds the run's journal alone.
void prepare(Journal& journal, const Plan& plan, const fs::path& destination, const ShardAgreement& agreement) {
    if (const fs::path part = temporaryPaths(destination).part;
        fileKindOfEntry(part) != FileKind::none && !isOfShards(destination)) {
        throw badInput(part, say("An interrupted conversion lies here"),
                       say("End it with --resume. To give it up, remove {} and its journal, or choose another name.",
                           escapeForDisplay(part.filename().string())));
    }
    removeShardJournals(destination);
    removePart(destination);
    requireSpace(plan.layout, destination);
    journal.restart(agreement.runFingerprint());
    journal.note(agreement.line());
    JobOutput output(destination, plan.layout, JobOutput::Start::anew);
    output.sync([] { return false; });
    journal.note(readyNote);
}

/// Whether the output can be joined now. Throws when it is another conversion's, or about to get its name.
bool isReady(const Plan& plan, const fs::path& destination, const ShardAgreement& agreement) {
    const fs::path journal = temporaryPaths(destination).journal;
    if (!isNoted(journal, readyNote)) {
        return false;
    }
    requireAgreement(journal, agreementIn(journal), agreement);
    if (hasBegunPublishing(journal)) {
        throw Error(ErrorKind::failed, say("The files are being given their names"), say("Run --finish again."), journal);
    }
    return JobOutput::canResume(destination, plan.layout);
}

/// True if a shard may make the output: nobody has done so yet, or the one that began it was killed.
bool isUnprepared(const fs::path& destination) {
    const fs::path journal = temporaryPaths(destination).journal;
    return !isNoted(journal, readyNote);
}

std::string listed(std::vector<std::uint32_t> shards) {
    constexpr std::size_t most = 20;
    const std::size_t left = shards.size() > most ? shards.size() - most : 0;
    shards.resize(shards.size() - left);
    return left == 0 ? fmt::format("{}", fmt::join(shards, ", ")) : say("{} and {} more", fmt::join(shards, ", "), left);
}

/// One record of each weight of the shard.
void keepOwn(std::vector<JournalRecord>& records, std::uint32_t shard, std::span<const std::uint32_t> shardOfWeight) {
    std::set<std::size_t> seen;
    std::erase_if(records, [&](const JournalRecord& record) {
        return record.choice >= shardOfWeight.size() || shardOfWeight[record.choice] != shard ||
               !seen.insert(record.choice).second;
    });
}

/// Adds what the shard's journal says; false if there is none.
bool collect(DoneShards& done, const fs::path& destination, const ShardAgreement& agreement, std::uint32_t number) {
    const Shard shard{number, agreement.count};
    const fs::path path = shardJournalPath(destination, shard);
    if (journalKind(path) == JournalKind::none) {
        return false;
    }
    requireAgreement(path, agreementIn(path), agreement);
    Journal journal = openShard(destination, shard);
    auto records = journal.resume(agreement.fingerprintOf(number));
    if (!records && journalKind(path) == JournalKind::ours) {
        throw badInput(path, say("This is no journal of shard {} of {}", number, agreement.count),
                       say("Run the shard again, then finish."));
    }
    if (records) {
        keepOwn(*records, number, done.shardOfWeight);
        std::ranges::move(*records, std::back_inserter(done.records));
    }
    done.shards.push_back(std::move(journal));
    return true;
}

[[noreturn]] void refuseWhileAtWork(const fs::path& destination) {
    std::vector<std::string> names;
    for (const fs::path& path : shardJournals(destination)) {
        if (!Journal::tryOpen(path)) {
            names.push_back(escapeForDisplay(path.filename().string()));
        }
    }
    throw Error(ErrorKind::failed, say("Another process is at work on this output"),
                names.empty() ? say("Wait for it to end.")
                              : say("Wait for the shards to end that hold {}.", fmt::join(names, ", ")),
                temporaryPaths(destination).journal);
}

/// Weights that have values: the others need no record.
bool needsRecord(const WeightWork& weight) {
    return weight.matrix != nullptr || weight.tiles.count() > 0;
}

} // namespace

std::uint64_t ShardAgreement::fingerprintOf(std::uint32_t shard) const {
    HashBuilder hash;
    hash.add(line());
    hash.add(std::uint64_t{shard});
    return hash.value();
}

std::string ShardAgreement::line() const {
    return fmt::format("{} {} {} {} {} {}", agreementWord, count, version, source, guides, everything);
}

std::optional<ShardAgreement> ShardAgreement::parse(std::string_view line) {
    std::istringstream words{std::string(line)};
    std::string first;
    ShardAgreement agreement;
    words >> first >> agreement.count >> agreement.version >> agreement.source >> agreement.guides >> agreement.everything;
    const bool isWhole = !words.fail() && first == agreementWord && agreement.count >= 1 && agreement.count <= mostShards;
    return isWhole ? std::optional(agreement) : std::nullopt;
}

ShardAgreement agreementOf(const Plan& plan, const Work& work, std::uint32_t count) {
    HashBuilder guides;
    for (const WeightWork& weight : work.weights) {
        guides.add(std::as_bytes(weight.importance));
        guides.add(name(weight.effort));
    }
    return {.count = count,
            .version = QUANTLATHE_VERSION,
            .source = plan.model->checkpoint().identity(),
            .guides = hexadecimal(guides.value()),
            .everything = hexadecimal(work.fingerprint)};
}

std::optional<std::string> differenceOf(const ShardAgreement& there, const ShardAgreement& here) {
    if (there.version != here.version) {
        return say("It is of Quantlathe {}, this is {}.", escapeForDisplay(there.version), here.version);
    }
    if (there.count != here.count) {
        return say("It is cut into {} shards, not {}.", there.count, here.count);
    }
    if (there.source != here.source) {
        return say("Its model has other files, or they were changed meanwhile.");
    }
    if (there.guides != here.guides) {
        return say("Its importance matrix or effort is another.");
    }
    if (there.everything != here.everything) {
        return say("Its encodings, options or files are others.");
    }
    return std::nullopt;
}

std::vector<std::uint32_t> shardsOfWeights(const Work& work, std::uint32_t count) {
    std::vector<std::uint64_t> sizes; // of the pieces
    std::vector<std::size_t> pieceOfWeight;
    std::map<const void*, std::size_t> joined;
    for (const WeightWork& weight : work.weights) {
        std::size_t piece = sizes.size();
        if (weight.joined != nullptr) {
            piece = joined.emplace(weight.joined.get(), piece).first->second;
        }
        if (piece == sizes.size()) {
            sizes.push_back(0);
        }
        sizes[piece] += weight.sourceBytes() + weight.bytes;
        pieceOfWeight.push_back(piece);
    }
    const std::vector<std::uint32_t> shardOfPiece = shardsOfPieces(sizes, count);
    std::vector<std::uint32_t> shards;
    std::ranges::transform(pieceOfWeight, std::back_inserter(shards), [&](std::size_t piece) { return shardOfPiece[piece]; });
    return shards;
}

fs::path shardJournalPath(const fs::path& destination, Shard shard) {
    fs::path path = temporaryPaths(destination).part;
    path += fmt::format(".{}-of-{}{}", shard.number, shard.count, shardJournalSuffix);
    return path;
}

bool isOfShards(const fs::path& destination) {
    return agreementIn(temporaryPaths(destination).journal).has_value();
}

void removeShardJournals(const fs::path& destination) {
    for (const fs::path& journal : shardJournals(destination)) {
        if (const std::error_code error = removeEntry(journal)) {
            throw systemError(journal, say("Cannot remove what an earlier run left"), error.value());
        }
    }
}

SharedLock joinShards(const Plan& plan, const fs::path& destination, const ShardAgreement& agreement,
                      const CancelToken& cancel) {
    const TemporaryPaths paths = temporaryPaths(destination);
    const auto deadline = std::chrono::steady_clock::now() + joinPatience;
    for (;;) {
        cancel.throwIfCancelled();
        // Who wants to make the output must not be held up by others that only look whether it is there.
        if (!isUnprepared(destination)) {
            if (auto lock = SharedLock::tryTake(paths.journal); lock && isReady(plan, destination, agreement)) {
                return std::move(*lock);
            }
        } else if (auto journal = Journal::tryOpen(paths.journal); journal && isUnprepared(destination)) {
            prepare(*journal, plan, destination, agreement);
            continue;
        }
        if (std::chrono::steady_clock::now() > deadline) {
            break;
        }
        std::this_thread::sleep_for(joinStep);
    }
    if (isOfShards(destination) && !isUnprepared(destination)) {
        throw badInput(paths.part, say("What the shards wrote is gone, or has another length"),
                       say("Remove {} and the other journals of this output to begin anew.",
                           escapeForDisplay(paths.journal.filename().string())));
    }
    throw Error(ErrorKind::failed, say("Another conversion is writing this file"),
                say("Wait for it to end, cancel it, or choose another name."), paths.journal);
}

Journal openShard(const fs::path& destination, Shard shard) {
    const fs::path path = shardJournalPath(destination, shard);
    if (auto journal = Journal::tryOpen(path)) {
        return std::move(*journal);
    }
    throw Error(ErrorKind::failed, say("Another process is at work on shard {} of {}", shard.number, shard.count),
                say("Wait for it to end, or take another shard."), path);
}

std::vector<JournalRecord> resumeShard(Journal& journal, const ShardAgreement& agreement, Shard shard,
                                       std::span<const std::uint32_t> shardOfWeight) {
    auto records = journal.resume(agreement.fingerprintOf(shard.number));
    if (!records) {
        restartShard(journal, agreement, shard);
        return {};
    }
    keepOwn(*records, shard.number, shardOfWeight);
    return std::move(*records);
}

void restartShard(Journal& journal, const ShardAgreement& agreement, Shard shard) {
    journal.restart(agreement.fingerprintOf(shard.number));
    journal.note(agreement.line());
}

DoneShards collectShards(const Plan& plan, const Work& work, const fs::path& destination) {
    const TemporaryPaths paths = temporaryPaths(destination);
    const auto there = agreementIn(paths.journal);
    if (!there) {
        throw badInput(paths.part, say("No shards of this output are here"),
                       say("Each is made by the same command with --shard in place of --finish."));
    }
    const ShardAgreement agreement = agreementOf(plan, work, there->count);
    requireAgreement(paths.journal, there, agreement);
    auto run = Journal::tryOpen(paths.journal);
    if (!run || !run->resume(agreement.runFingerprint())) {
        refuseWhileAtWork(destination);
    }
    DoneShards done{.run = std::move(*run), .shards = {}, .records = {}, .shardOfWeight = shardsOfWeights(work, there->count)};
    std::vector<std::size_t> missing(there->count, 0); // weights of each shard
    for (std::size_t i = 0; i < work.weights.size(); ++i) {
        missing[done.shardOfWeight[i] - 1] += needsRecord(work.weights[i]) ? 1 : 0;
    }
    std::vector<std::uint32_t> notBegun;
    std::vector<std::uint32_t> notComplete;
    for (std::uint32_t number = 1; number <= there->count; ++number) {
        const std::size_t before = done.records.size();
        const bool hasJournal = collect(done, destination, agreement, number);
        if (done.records.size() - before < missing[number - 1]) {
            (hasJournal ? notComplete : notBegun).push_back(number);
        }
    }
    if (!notBegun.empty() || !notComplete.empty()) {
        std::string detail = notBegun.empty() ? std::string() : say("Not begun: {}.", listed(notBegun));
        detail += notBegun.empty() || notComplete.empty() ? "" : " ";
        detail += notComplete.empty() ? std::string() : say("Not complete: {}.", listed(notComplete));
        throw Error(ErrorKind::failed, say("Not all of the {} shards are done", there->count), std::move(detail), paths.part);
    }
    return done;
}

} // namespace quantlathe
