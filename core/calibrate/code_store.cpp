// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibrate/code_store.h"

#include "base/cache_file.h"
#include "base/error.h"
#include "base/folder.h"
#include "base/hash.h"
#include "base/words.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::uint64_t mostListBytes = 256ULL << 20U;

fs::path listOf(const fs::path& file) {
    return fs::path(file) += ".json";
}

Json toJson(const StoredCode& code) {
    return {{"weight", code.weight},
            {"encoding", code.encoding},
            {"offset", code.offset},
            {"bytes", code.bytes},
            {"before", code.loss.before},
            {"after", code.loss.after},
            {"hash", code.hash},
            {"is_kept", code.loss.isKept},
            {"rows_kept", code.loss.rowsKept},
            {"held_back_change", code.loss.heldBackChange}};
}

StoredCode codeFrom(const Json& json) {
    StoredCode code;
    json.at("weight").get_to(code.weight);
    json.at("encoding").get_to(code.encoding);
    json.at("offset").get_to(code.offset);
    json.at("bytes").get_to(code.bytes);
    json.at("hash").get_to(code.hash);
    json.at("before").get_to(code.loss.before);
    json.at("after").get_to(code.loss.after);
    json.at("rows_kept").get_to(code.loss.rowsKept);
    json.at("held_back_change").get_to(code.loss.heldBackChange);
    json.at("is_kept").get_to(code.loss.isKept);
    return code;
}

std::vector<StoredCode> codesFrom(const Json& list) {
    std::vector<StoredCode> codes;
    for (const Json& code : list.at("codes")) {
        codes.push_back(codeFrom(code));
    }
    return codes;
}

/// Of a run that has not come to its end.
fs::path unfinished(const std::string& key) {
    return fs::path(CodeStore::fileOf(key)) += ".part";
}

OutputFile openUnfinished(const std::string& key) {
    const fs::path path = unfinished(key);
    makeFolders(path.parent_path());
    OutputFile file(path, OutputFile::Mode::continueOrCreate);
    if (file.tryLock() == OutputFile::Lock::taken) {
        throw Error(ErrorKind::failed, say("Another conversion chooses these codes"), say("Wait for it, or end it."), path);
    }
    return file;
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

std::shared_ptr<CodeStore> CodeStore::open(const std::string& key) {
    const fs::path file = fileOf(key);
    const auto text = readCacheFile(listOf(file), mostListBytes);
    if (!text) {
        return nullptr;
    }
    try {
        const Json list = Json::parse(*text);
        std::vector<StoredCode> codes = codesFrom(list);
        if (list.at("key") != key || list.at("hash") != fmt::format("{:016x}", fileHash(file))) {
            return nullptr;
        }
        return std::shared_ptr<CodeStore>(
            new CodeStore(key, std::move(codes), OutputFile(file, OutputFile::Mode::continueExisting)));
    } catch (const Json::exception&) { // written by a version with another idea of it
        return nullptr;
    } catch (const Error&) { // gone or unreadable
        return nullptr;
    }
}

void CodeStore::remove() const {
    removeEntry(listOf(fileOf(key_))); // a leftover costs room and does no harm
    removeEntry(fileOf(key_));
}

void CodeStore::read(const Weight& weight, std::uint64_t first, std::span<std::byte> out) const {
    const StoredCode& code = codes_[places_.find(weight.name)->second];
    if (first > code.bytes || out.size() > code.bytes - first) {
        throw Error(ErrorKind::failed, say("The calibrated codes do not fit the plan"), {}, fileOf(key_));
    }
    file_.readAt(code.offset + first, out);
}

const TensorScaling* CodeStore::scalingOf(std::size_t tensor) const {
    if (!scalings_) {
        return nullptr;
    }
    const auto found = scalings_->find(tensor);
    return found == scalings_->end() ? nullptr : &found->second;
}

std::vector<float> CodeStore::factors(const std::string& name) const {
    const auto place = places_.find(name);
    if (place == places_.end() || !codes_[place->second].isFactors()) {
        return {};
    }
    const StoredCode& code = codes_[place->second];
    std::vector<float> factors(static_cast<std::size_t>(code.bytes / sizeof(float)));
    file_.readAt(code.offset, std::as_writable_bytes(std::span(factors)));
    return factors;
}

CalibrationGain gainOf(const CodeStore& codes) {
    std::vector<double> ratios;
    CalibrationGain gain;
    for (const StoredCode& code : codes.codes()) {
        if (code.isFactors()) {
            continue;
        }
        gain.kept += code.loss.isKept ? 1 : 0;
        ratios.push_back(code.loss.ratio());
    }
    gain.weights = ratios.size();
    if (!ratios.empty()) {
        const auto middle = ratios.begin() + static_cast<std::ptrdiff_t>(ratios.size() / 2);
        std::nth_element(ratios.begin(), middle, ratios.end());
        gain.lowerLoss = 1 - *middle;
    }
    return gain;
}

CodeStoreWriter::CodeStoreWriter(std::string key) : key_(std::move(key)), file_(openUnfinished(key_)) {
    const auto text = readCacheFile(listOf(file_.path()), mostListBytes);
    if (!text) {
        return;
    }
    try {
        const Json list = Json::parse(*text);
        if (list.at("key") == key_) {
            codes_ = codesFrom(list);
        }
    } catch (const Json::exception&) { // written by a version with another idea of it
        codes_.clear();
    }
    for (std::size_t i = 0; i < codes_.size(); ++i) {
        end_ = std::max(end_, codes_[i].offset + codes_[i].bytes);
        found_.emplace(codes_[i].weight, i);
    }
    if (end_ > file_.size()) { // cut: nothing of it counts
        codes_.clear();
        found_.clear();
        end_ = 0;
    }
}

std::optional<std::vector<std::byte>> CodeStoreWriter::found(const std::string& weight) const {
    const auto place = found_.find(weight);
    if (place == found_.end()) {
        return std::nullopt;
    }
    const StoredCode& code = codes_[place->second];
    std::vector<std::byte> bytes(static_cast<std::size_t>(code.bytes));
    file_.readAt(code.offset, bytes);
    if (contentHash(bytes) != code.hash) {
        return std::nullopt;
    }
    return bytes;
}

void CodeStoreWriter::add(StoredCode code, std::span<const std::byte> bytes) {
    code.offset = end_;
    code.bytes = bytes.size();
    code.hash = contentHash(bytes);
    if (const auto place = found_.find(code.weight); place != found_.end()) { // what was found there was damaged
        code.offset = codes_[place->second].offset;
        codes_[place->second] = code;
    } else {
        end_ += bytes.size();
        codes_.push_back(code);
    }
    file_.writeAt(code.offset, bytes);
}

void CodeStoreWriter::keep() {
    file_.syncData();
    writeCacheFile(listOf(file_.path()), list(0));
}

std::string CodeStoreWriter::list(std::uint64_t fileHash) const {
    Json list{{"key", key_}, {"hash", fmt::format("{:016x}", fileHash)}, {"codes", Json::array()}};
    for (const StoredCode& code : codes_) {
        list["codes"].push_back(toJson(code));
    }
    return list.dump();
}

std::shared_ptr<CodeStore> CodeStoreWriter::finish() {
    const fs::path file = CodeStore::fileOf(key_);
    const fs::path kept = listOf(file_.path());
    file_.setSize(end_);
    file_.publishAs(file, true);
    writeCacheFile(listOf(file), list(fileHash(file)));
    removeEntry(kept); // speaks of a file that is not there any more
    auto store = CodeStore::open(key_);
    if (store == nullptr) {
        throw Error(ErrorKind::failed, say("The calibrated codes cannot be read back"), {}, file);
    }
    return store;
}

} // namespace quantlathe
