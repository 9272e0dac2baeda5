// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibrate/code_store.h"

#include "base/cache_file.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/words.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <system_error>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::uint64_t mostListBytes = 256ULL << 20U;

fs::path listOf(const fs::path& file) {
    return fs::path(file) += ".json";
}

Json toJson(const StoredCode& code) {
    return {{"weight", code.weight},           {"encoding", code.encoding},
            {"offset", code.offset},           {"bytes", code.bytes},
            {"before", code.loss.before},      {"after", code.loss.after},
            {"rows_kept", code.loss.rowsKept}, {"held_back_change", code.loss.heldBackChange},
            {"is_kept", code.loss.isKept}};
}

StoredCode codeFrom(const Json& json) {
    StoredCode code;
    json.at("weight").get_to(code.weight);
    json.at("encoding").get_to(code.encoding);
    json.at("offset").get_to(code.offset);
    json.at("bytes").get_to(code.bytes);
    json.at("before").get_to(code.loss.before);
    json.at("after").get_to(code.loss.after);
    json.at("rows_kept").get_to(code.loss.rowsKept);
    json.at("held_back_change").get_to(code.loss.heldBackChange);
    json.at("is_kept").get_to(code.loss.isKept);
    return code;
}

} // namespace

fs::path CodeStore::fileOf(const std::string& key) {
    return cacheFolder() / "codes" / (key + ".codes");
}

CodeStore::CodeStore(std::string key, std::vector<StoredCode> codes, OutputFile file)
    : key_(std::move(key)), codes_(std::move(codes)), file_(std::move(file)) {
    for (std::size_t i = 0; i < codes_.size(); ++i) {
        places_.emplace(codes_[i].weight, i);
    }
}

std::shared_ptr<const CodeStore> CodeStore::open(const std::string& key) {
    const fs::path file = fileOf(key);
    const auto text = readCacheFile(listOf(file), mostListBytes);
    if (!text) {
        return nullptr;
    }
    try {
        const Json list = Json::parse(*text);
        std::vector<StoredCode> codes;
        for (const Json& code : list.at("codes")) {
            codes.push_back(codeFrom(code));
        }
        if (list.at("key") != key || list.at("hash") != fmt::format("{:016x}", fileHash(file))) {
            return nullptr;
        }
        return std::shared_ptr<const CodeStore>(
            new CodeStore(key, std::move(codes), OutputFile(file, OutputFile::Mode::continueExisting)));
    } catch (const Json::exception&) { // written by a version with another idea of it
        return nullptr;
    } catch (const Error&) { // gone or unreadable
        return nullptr;
    }
}

void CodeStore::remove() const {
    std::error_code ignored; // a leftover costs room and does no harm
    fs::remove(listOf(fileOf(key_)), ignored);
    fs::remove(fileOf(key_), ignored);
}

void CodeStore::read(const Weight& weight, std::uint64_t first, std::span<std::byte> out) const {
    const StoredCode& code = codes_[places_.find(weight.name)->second];
    if (first > code.bytes || out.size() > code.bytes - first) {
        throw Error(ErrorKind::failed, say("The calibrated codes do not fit the plan"), {}, fileOf(key_));
    }
    file_.readAt(code.offset + first, out);
}

CodeStoreWriter::CodeStoreWriter(std::string key)
    : key_(std::move(key)), pending_((fs::create_directories(CodeStore::fileOf(key_).parent_path()), CodeStore::fileOf(key_))) {
}

void CodeStoreWriter::add(StoredCode code, std::span<const std::byte> bytes) {
    pending_.file().writeAt(end_, bytes);
    code.offset = end_;
    code.bytes = bytes.size();
    end_ += bytes.size();
    codes_.push_back(std::move(code));
}

std::shared_ptr<const CodeStore> CodeStoreWriter::finish() {
    const fs::path file = CodeStore::fileOf(key_);
    pending_.publish(true);
    Json list{{"key", key_}, {"hash", fmt::format("{:016x}", fileHash(file))}, {"codes", Json::array()}};
    for (const StoredCode& code : codes_) {
        list["codes"].push_back(toJson(code));
    }
    writeCacheFile(listOf(file), list.dump());
    auto store = CodeStore::open(key_);
    if (store == nullptr) {
        throw Error(ErrorKind::failed, say("The calibrated codes cannot be read back"), {}, file);
    }
    return store;
}

} // namespace quantlathe
