// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_support.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace quantlathe::test {
namespace {

std::uint64_t splitMix(std::uint64_t& state) {
    state += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
}

} // namespace

std::filesystem::path dataFile(const std::filesystem::path& relative) {
    return std::filesystem::path(QUANTLATHE_TEST_DATA) / relative;
}

std::filesystem::path resourceFile(const std::filesystem::path& relative) {
    return std::filesystem::path(QUANTLATHE_RESOURCES) / relative;
}

std::optional<std::filesystem::path> extraData(const std::filesystem::path& relative) {
    const QByteArray root = qgetenv("QUANTLATHE_EXTRA_DATA");
    if (root.isEmpty()) {
        return std::nullopt;
    }
    auto path = std::filesystem::path(root.toStdString()) / relative;
    return std::filesystem::exists(path) ? std::optional(path) : std::nullopt;
}

std::string sha256(std::span<const std::byte> bytes) {
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
    return hash.result().toHex().toStdString();
}

std::vector<float> GoldenTensor::floats() const {
    std::vector<float> values(static_cast<std::size_t>(bytes.size()) / sizeof(float));
    std::memcpy(values.data(), bytes.constData(), values.size() * sizeof(float));
    return values;
}

std::span<const std::byte> GoldenTensor::raw() const {
    return std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

std::optional<GoldenTensor> goldenTensor(const std::filesystem::path& file, const std::string& tensor) {
    QFile source(QString::fromStdString(file.string()));
    if (!source.open(QIODevice::ReadOnly)) {
        qWarning("cannot open %s", file.c_str());
        return std::nullopt;
    }
    const QByteArray all = source.readAll();
    std::uint64_t headerBytes = 0;
    std::memcpy(&headerBytes, all.constData(), sizeof headerBytes);
    const QJsonObject header = QJsonDocument::fromJson(all.mid(8, static_cast<qsizetype>(headerBytes))).object();
    const QJsonObject entry = header.value(QString::fromStdString(tensor)).toObject();
    if (entry.isEmpty()) {
        return std::nullopt;
    }
    GoldenTensor golden;
    golden.dtype = entry.value("dtype").toString().toStdString();
    for (const auto& dimension : entry.value("shape").toArray()) {
        golden.shape.push_back(static_cast<std::uint64_t>(dimension.toInteger()));
    }
    const QJsonArray offsets = entry.value("data_offsets").toArray();
    const auto begin = static_cast<qsizetype>(offsets.at(0).toInteger());
    const auto end = static_cast<qsizetype>(offsets.at(1).toInteger());
    golden.bytes = all.mid(8 + static_cast<qsizetype>(headerBytes) + begin, end - begin);
    return golden;
}

std::vector<std::byte> readAll(const std::filesystem::path& file) {
    QFile source(QString::fromStdString(file.string()));
    if (!source.open(QIODevice::ReadOnly)) {
        qFatal("cannot open %s", file.c_str());
    }
    const QByteArray all = source.readAll();
    std::vector<std::byte> bytes(static_cast<std::size_t>(all.size()));
    std::memcpy(bytes.data(), all.constData(), bytes.size());
    return bytes;
}

void writeAll(const std::filesystem::path& file, std::span<const std::byte> bytes) {
    QFile target(QString::fromStdString(file.string()));
    if (!target.open(QIODevice::WriteOnly) ||
        target.write(reinterpret_cast<const char*>(bytes.data()), static_cast<qint64>(bytes.size())) !=
            static_cast<qint64>(bytes.size())) {
        qFatal("cannot write %s", file.c_str());
    }
}

std::optional<Error> errorOf(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

std::vector<float> normalValues(std::size_t count, std::uint64_t seed, float deviation) {
    std::vector<float> values(count);
    for (float& value : values) { // sum of twelve uniforms: near enough to normal, and exact on every machine
        double sum = -6.0;
        for (int i = 0; i < 12; ++i) {
            sum += static_cast<double>(splitMix(seed) >> 40U) * 0x1p-24;
        }
        value = static_cast<float>(sum) * deviation;
    }
    return values;
}

} // namespace quantlathe::test
