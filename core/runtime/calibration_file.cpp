// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/calibration_file.h"

#include "base/error.h"
#include "base/mapping_guard.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/gguf_reader.h"
#include "checkpoint/gguf_writer.h"
#include "checkpoint/intact.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace quantlathe {
namespace {

constexpr std::string_view kind = "quantlathe.calibration";
constexpr std::uint32_t version = 2;

struct TensorKind {
    std::string_view suffix;
    ElementType type;
};
constexpr TensorKind rowsTensor{".rows", ElementType::F64};
constexpr TensorKind squaresTensor{".squares", ElementType::F64};
constexpr TensorKind magnitudesTensor{".magnitudes", ElementType::F64};
constexpr TensorKind largestTensor{".largest", ElementType::F32};
constexpr std::string_view tokensTensor = "calibration.tokens";   // I32, all sequences one after the other
constexpr std::string_view lengthsTensor = "calibration.lengths"; // I32, of each sequence
constexpr TensorKind gramTensor{".gram", ElementType::F32};

std::string named(std::string_view weight, const TensorKind& tensor) {
    return std::string(weight) + std::string(tensor.suffix);
}

std::vector<GgufTensor> tensorsOf(const InputGroup& group, bool withGram) {
    const std::string& name = group.first().name;
    std::vector<GgufTensor> tensors{{named(name, rowsTensor), rowsTensor.type, {group.matrices}}};
    for (const TensorKind& kindOfSum : {squaresTensor, magnitudesTensor, largestTensor}) {
        tensors.push_back({named(name, kindOfSum), kindOfSum.type, {group.matrices, group.columns}});
    }
    if (withGram) {
        tensors.push_back({named(name, gramTensor), gramTensor.type, {group.matrices, group.columns, group.columns}});
    }
    return tensors;
}

Metadata metadataOf(const CalibrationOrigin& origin, std::span<const InputGroup> groups, bool withGram) {
    std::vector<std::string> weights;
    std::vector<std::string> firsts;
    for (const InputGroup& group : groups) {
        for (const Weight* const weight : group.weights) {
            weights.push_back(weight->name);
            firsts.push_back(group.first().name);
        }
    }
    Metadata metadata;
    metadata.insert("general.type", std::string(kind));
    metadata.insert("calibration.version", version);
    metadata.insert("calibration.key", origin.key);
    metadata.insert("calibration.dataset", origin.dataset);
    metadata.insert("calibration.sequences", origin.sequences);
    metadata.insert("calibration.longest_sequence", origin.longestSequence);
    metadata.insert("calibration.tokens", origin.tokens);
    metadata.insert("calibration.gram", withGram);
    metadata.insert("calibration.weights", MetadataArray(std::move(weights)));
    metadata.insert("calibration.firsts", MetadataArray(std::move(firsts)));
    return metadata;
}

[[noreturn]] void refuse(const std::filesystem::path& file, std::string detail) {
    throw badInput(file, say("This is no valid file of calibration statistics"), std::move(detail));
}

std::vector<std::string> strings(const Checkpoint& file, std::string_view key) {
    const MetadataValue* const value = file.metadata().find(key);
    const auto* const array = value == nullptr ? nullptr : std::get_if<MetadataArray>(value);
    const auto* const list = array == nullptr ? nullptr : std::get_if<std::vector<std::string>>(array);
    if (list == nullptr) {
        refuse(file.path(), say("{} is no list of texts.", key));
    }
    return *list;
}

std::uint64_t count(const Checkpoint& file, std::string_view key) {
    const auto value = file.metadata().integer(key);
    if (!value || *value < 0) {
        refuse(file.path(), say("{} is no count.", key));
    }
    return static_cast<std::uint64_t>(*value);
}

std::string text(const Checkpoint& file, std::string_view key) {
    const auto value = file.metadata().string(key);
    if (!value) {
        refuse(file.path(), say("{} is no text.", key));
    }
    return std::string(*value);
}

} // namespace

CalibrationStatistics::CalibrationStatistics(const std::filesystem::path& path)
    : file_(std::make_shared<const Checkpoint>(readGguf(path))) {
    const Checkpoint& file = *file_;
    if (file.metadata().string("general.type") != kind) {
        refuse(path, say("Its general.type is not \"{}\".", kind));
    }
    if (count(file, "calibration.version") != version) {
        refuse(path, say("Its version is not {}.", version));
    }
    origin_ = {text(file, "calibration.key"), text(file, "calibration.dataset"), count(file, "calibration.sequences"),
               count(file, "calibration.longest_sequence"), count(file, "calibration.tokens")};
    hasGram_ = file.metadata().boolean("calibration.gram").value_or(false);
    weights_ = strings(file, "calibration.weights");
    const std::vector<std::string> firsts = strings(file, "calibration.firsts");
    if (weights_.size() != firsts.size()) {
        refuse(path, say("It names {} weights and {} of their groups.", weights_.size(), firsts.size()));
    }
    for (std::size_t i = 0; i < weights_.size(); ++i) {
        if (!firsts_.emplace(weights_[i], firsts[i]).second) {
            refuse(path, say("{} is there twice.", escapeForDisplay(weights_[i])));
        }
    }
    std::ranges::sort(weights_);
}

bool CalibrationStatistics::contains(std::string_view weight) const {
    return firsts_.contains(std::string(weight));
}

const std::string& CalibrationStatistics::firstOf(std::string_view weight) const {
    const auto found = firsts_.find(std::string(weight));
    if (found == firsts_.end()) {
        throw badInput(file_->path(), say("There are no calibration statistics of {}", escapeForDisplay(weight)));
    }
    return found->second;
}

template <class T>
std::vector<T> CalibrationStatistics::values(const std::string& name, ElementType type) const {
    const TensorInfo* const tensor = file_->find(name);
    if (tensor == nullptr || tensor->type != type) {
        refuse(file_->path(), say("{} is missing or not {}.", escapeForDisplay(name), info(type).name));
    }
    return readIntact(*file_, [&] {
        const auto bytes = file_->bytes(*tensor);
        std::vector<T> result(bytes.size() / sizeof(T));
        std::memcpy(result.data(), bytes.data(), result.size() * sizeof(T));
        return result;
    });
}

InputStatistics CalibrationStatistics::of(std::string_view weight) const {
    const std::string& first = firstOf(weight);
    InputStatistics statistics;
    for (const double rows : values<double>(named(first, rowsTensor), rowsTensor.type)) {
        if (!(rows >= 0 && rows <= 0x1p53)) {
            refuse(file_->path(), say("{} counts {} rows.", escapeForDisplay(first), rows));
        }
        statistics.rows.push_back(static_cast<std::uint64_t>(rows));
    }
    statistics.squares = values<double>(named(first, squaresTensor), squaresTensor.type);
    statistics.magnitudes = values<double>(named(first, magnitudesTensor), magnitudesTensor.type);
    statistics.largest = values<float>(named(first, largestTensor), largestTensor.type);
    const std::size_t size = statistics.squares.size();
    if (size != statistics.magnitudes.size() || size != statistics.largest.size() || statistics.rows.empty() ||
        size % statistics.rows.size() != 0) {
        refuse(file_->path(), say("The sums of {} have different lengths.", escapeForDisplay(first)));
    }
    return statistics;
}

std::vector<float> CalibrationStatistics::gram(std::string_view weight, std::uint32_t matrix) const {
    const std::string name = named(firstOf(weight), gramTensor);
    const TensorInfo* const tensor = file_->find(name);
    if (tensor == nullptr || tensor->type != gramTensor.type) {
        refuse(file_->path(), say("{} is missing or not {}.", escapeForDisplay(name), info(gramTensor.type).name));
    }
    const std::uint64_t columns = tensor->columns();
    if (columns == 0 || tensor->rows() % columns != 0 || matrix >= tensor->rows() / columns) {
        refuse(file_->path(), say("{} has no square matrix {}.", escapeForDisplay(name), matrix));
    }
    const auto size = static_cast<std::size_t>(columns * columns);
    return readIntact(*file_, [&] {
        std::vector<float> result(size);
        std::memcpy(result.data(), file_->bytes(*tensor).data() + matrix * size * sizeof(float), size * sizeof(float));
        return result;
    });
}

std::vector<TokenSequence> CalibrationStatistics::sequences() const {
    const auto tokens = values<std::int32_t>(std::string(tokensTensor), ElementType::I32);
    std::vector<TokenSequence> sequences;
    std::size_t at = 0;
    for (const std::int32_t length : values<std::int32_t>(std::string(lengthsTensor), ElementType::I32)) {
        if (length <= 0 || static_cast<std::size_t>(length) > tokens.size() - at) {
            refuse(file_->path(), say("{} and {} do not fit together.", tokensTensor, lengthsTensor));
        }
        const auto from = tokens.begin() + static_cast<std::ptrdiff_t>(at);
        sequences.push_back({{from, from + length}});
        at += static_cast<std::size_t>(length);
    }
    return sequences;
}

CalibrationWriter::CalibrationWriter(const std::filesystem::path& path, const CalibrationOrigin& origin,
                                     std::span<const TokenSequence> sequences, std::span<const InputGroup> groups,
                                     bool withGram) {
    std::vector<std::int32_t> tokens;
    std::vector<std::int32_t> lengths;
    for (const TokenSequence& sequence : sequences) {
        tokens.insert(tokens.end(), sequence.tokens.begin(), sequence.tokens.end());
        lengths.push_back(static_cast<std::int32_t>(sequence.tokens.size()));
    }
    std::vector<GgufTensor> tensors{{std::string(tokensTensor), ElementType::I32, {tokens.size()}},
                                    {std::string(lengthsTensor), ElementType::I32, {lengths.size()}}};
    for (const InputGroup& group : groups) {
        std::ranges::move(tensorsOf(group, withGram), std::back_inserter(tensors));
    }
    const GgufLayout layout = layOutGguf(metadataOf(origin, groups, withGram), tensors);
    std::size_t next = 2;
    for (const InputGroup& group : groups) {
        const std::size_t many = tensorsOf(group, withGram).size();
        const auto from = layout.offsets.begin() + static_cast<std::ptrdiff_t>(next);
        offsets_.emplace_back(from, from + static_cast<std::ptrdiff_t>(many));
        next += many;
    }
    file_ = OutputFile(path, OutputFile::Mode::continueOrCreate);
    if (file_.tryLock() == OutputFile::Lock::taken) {
        throw Error(ErrorKind::failed, say("Another calibration writes this file"), say("Wait for it, or choose another file."),
                    path);
    }
    if (file_.size() == layout.fileBytes) {
        std::vector<std::byte> header(layout.header.size());
        file_.readAt(0, header);
        continues_ = header == layout.header;
    }
    if (!continues_) {
        file_.setSize(0);
        file_.reserve(layout.fileBytes);
        const auto stored = [](const std::vector<std::int32_t>& numbers) {
            const auto bytes = std::as_bytes(std::span(numbers));
            return std::vector<std::byte>(bytes.begin(), bytes.end());
        };
        start_ = {{layout.offsets[0], stored(tokens)}, {layout.offsets[1], stored(lengths)}, {0, layout.header}};
    }
}

void CalibrationWriter::begin() {
    for (const auto& [offset, bytes] : start_) {
        file_.writeAt(offset, bytes);
    }
}

void CalibrationWriter::write(std::size_t group, const InputStatistics& statistics) {
    const std::vector<double> rows(statistics.rows.begin(), statistics.rows.end());
    const std::vector<std::uint64_t>& offsets = offsets_.at(group);
    file_.writeAt(offsets[0], std::as_bytes(std::span(rows)));
    file_.writeAt(offsets[1], std::as_bytes(std::span(statistics.squares)));
    file_.writeAt(offsets[2], std::as_bytes(std::span(statistics.magnitudes)));
    file_.writeAt(offsets[3], std::as_bytes(std::span(statistics.largest)));
    if (offsets.size() > 4) {
        constexpr std::size_t atOnce = 1U << 20U;
        std::vector<float> narrowed;
        for (std::size_t at = 0; at < statistics.gram.size(); at += atOnce) {
            const auto some = std::span(statistics.gram).subspan(at, std::min(atOnce, statistics.gram.size() - at));
            narrowed.assign(some.begin(), some.end());
            file_.writeAt(offsets[4] + at * sizeof(float), std::as_bytes(std::span(narrowed)));
        }
    }
}

void CalibrationWriter::sync() {
    file_.sync();
}

} // namespace quantlathe
