// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/gguf_reader.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/mapping_guard.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/content.h"
#include "checkpoint/gguf_header.h"
#include "checkpoint/replica.h"
#include "checkpoint/shard_name.h"

#include <unordered_set>
#include <utility>

namespace quantlathe {
namespace {

constexpr std::string_view numberKey = "split.no";
constexpr std::string_view countKey = "split.count";
constexpr std::string_view totalKey = "split.tensors.count";

Error wrongSet(const std::filesystem::path& file, std::string detail) {
    return badInput(file, say("This split GGUF set does not fit together"), std::move(detail));
}

GgufHeader readHeader(const MappedFile& file, const std::string& subject) {
    GgufHeader header = readIntact(file, [&] {
        refuseForeignContent(file.bytes(), file.path());
        return parseGgufHeader({file.bytes(), wholeBytes(file), file.path(), subject});
    });
    requireUnchanged(file);
    return header;
}

/// The keys of a shard must say what its name says, and its total what the first one said.
void checkShard(const Metadata& metadata, const ShardName& name, std::int64_t total, const std::filesystem::path& file) {
    const auto expect = [&](std::string_view key, std::int64_t expected, std::string_view source) {
        const auto value = metadata.integer(key);
        if (value != expected) {
            const std::string from = translated(source);
            throw wrongSet(file, value ? say("Key {} is {}, expected {} as in {}.", key, *value, expected, from)
                                       : say("Key {} is missing, expected {} as in {}.", key, expected, from));
        }
    };
    expect(countKey, name.count, words("the file's name"));
    expect(numberKey, static_cast<std::int64_t>(name.number) - 1, words("the file's name"));
    expect(totalKey, total, words("the file that was opened"));
}

void append(CheckpointContents& contents, MappedFile file, GgufHeader header) {
    const std::size_t index = contents.files.size();
    contents.files.push_back(std::move(file));
    contents.headerHash = contentHash(std::as_bytes(std::span(&header.hash, 1)), contents.headerHash);
    for (TensorInfo& tensor : header.tensors) {
        tensor.file = index;
        contents.tensors.push_back(std::move(tensor));
    }
    if (index == 0) { // the other shards hold nothing but split.*
        contents.metadata = std::move(header.metadata);
    }
}

void checkTensors(const CheckpointContents& contents, std::int64_t total) {
    if (!std::cmp_equal(contents.tensors.size(), total)) {
        throw wrongSet(contents.files.front().path(), say("Key {} is {}, but the {} files hold {} tensors.", totalKey, total,
                                                          contents.files.size(), contents.tensors.size()));
    }
    std::unordered_set<std::string_view> names;
    for (const TensorInfo& tensor : contents.tensors) {
        if (!names.insert(tensor.name).second) {
            throw wrongSet(contents.files[tensor.file].path(),
                           say("Tensor {} stands in an earlier file of the set too.", escapeForDisplay(tensor.name)));
        }
    }
}

} // namespace

CheckpointContents readGguf(const std::filesystem::path& path) {
    CheckpointContents contents;
    contents.kind = ContainerKind::gguf;
    contents.path = path;
    const auto name = parseShardName(path);
    const bool namedAsShard = name && name->count > 1;

    MappedFile first(path);
    GgufHeader header = readHeader(first, namedAsShard ? subjectOf(name->number - 1, name->count) : subjectOf(0, 1));
    const auto count = header.metadata.integer(countKey);
    // The keys say whether a file is a shard, whatever it is called: merged files keep split.count = 0, and what was made from
    // a shard often has its name and none of the keys.
    const bool hasKeys = header.metadata.contains(numberKey) || header.metadata.contains(totalKey);
    const bool isShard = count ? *count > 1 : namedAsShard && hasKeys;
    if (!isShard) {
        append(contents, std::move(first), std::move(header));
        return contents;
    }
    if (!namedAsShard) {
        throw wrongSet(path, say("Key {} says it is one of {} files, but its name does not end in -00001-of-{:05}.gguf or "
                                 "the like, so the others cannot be found. Give all of them their names back.",
                                 countKey, *count, *count));
    }
    const auto total = header.metadata.integer(totalKey);
    if (!total) {
        throw wrongSet(path, say("Key {} is missing.", totalKey));
    }
    checkShard(header.metadata, *name, *total, path);
    const std::vector<std::filesystem::path> files = shardSet(path.parent_path(), *name);
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (i + 1 == name->number) {                               // comes once
            append(contents, std::move(first), std::move(header)); // NOLINT(bugprone-use-after-move)
            continue;
        }
        MappedFile file(files[i]);
        GgufHeader other = readHeader(file, subjectOf(i, files.size()));
        ShardName otherName = *name;
        otherName.number = static_cast<std::uint32_t>(i + 1);
        checkShard(other.metadata, otherName, *total, files[i]);
        append(contents, std::move(file), std::move(other));
    }
    checkTensors(contents, *total);
    return contents;
}

} // namespace quantlathe
