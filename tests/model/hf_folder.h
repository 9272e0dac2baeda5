// SPDX-License-Identifier: GPL-3.0-or-later
// Writes small Hugging Face folders for tests: config, F32 safetensors with computable values, any other file.
#pragma once

#include "support/test_support.h"

#include <cstring>
#include <map>
#include <numeric>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>

namespace quantlathe::test {

inline std::uint32_t crc32(std::string_view text) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char c : text) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
        }
    }
    return ~crc;
}

/// The rule of tests/data/gguf/README.md, "conversion.json".
inline std::vector<float> computedValues(const std::string& tensor, std::uint64_t count) {
    const std::uint64_t start = crc32(tensor);
    std::vector<float> values(count);
    for (std::uint64_t i = 0; i < count; ++i) {
        values[i] = static_cast<float>((i * 7919 + start) % 65536) / 65536.0F - 0.5F;
    }
    return values;
}

using Shapes = std::map<std::string, std::vector<std::uint64_t>>; // by name, as the safetensors library writes them

/// A folder that disappears with the object.
class HfFolder {
public:
    [[nodiscard]] std::filesystem::path path() const { return folder_.path().toStdString() + '/' + name_; }

    explicit HfFolder(std::string name = "model") : name_(std::move(name)) { std::filesystem::create_directory(path()); }

    void write(const std::string& file, const QByteArray& text) const {
        writeAll(path() / file, std::as_bytes(std::span(text.constData(), static_cast<std::size_t>(text.size()))));
    }
    void write(const std::string& file, const QJsonObject& object) const { write(file, QJsonDocument(object).toJson()); }

    void writeWeights(const Shapes& shapes, const std::string& file = "model.safetensors") const {
        QJsonObject header;
        QByteArray data;
        for (const auto& [name, shape] : shapes) {
            const auto count = std::accumulate(shape.begin(), shape.end(), std::uint64_t{1}, std::multiplies<>());
            const std::vector<float> values = computedValues(name, count);
            QJsonArray dimensions;
            for (const std::uint64_t dimension : shape) {
                dimensions.append(static_cast<qint64>(dimension));
            }
            const qint64 begin = data.size();
            data.append(reinterpret_cast<const char*>(values.data()), static_cast<qsizetype>(values.size() * sizeof(float)));
            header.insert(
                QString::fromStdString(name),
                QJsonObject{{"dtype", "F32"}, {"shape", dimensions}, {"data_offsets", QJsonArray{begin, qint64{data.size()}}}});
        }
        const QByteArray json = QJsonDocument(header).toJson(QJsonDocument::Compact);
        QByteArray all(8, '\0');
        const auto length = static_cast<std::uint64_t>(json.size());
        std::memcpy(all.data(), &length, sizeof length);
        write(file, all + json + data);
    }

private:
    QTemporaryDir folder_;
    std::string name_;
};

/// A Llama that fits `llamaConfig()`.
inline Shapes llamaShapes(bool withOutput = true) {
    Shapes shapes{{"model.embed_tokens.weight", {40, 64}}, {"model.norm.weight", {64}}};
    if (withOutput) {
        shapes["lm_head.weight"] = {40, 64};
    }
    for (const std::string layer : {"model.layers.0.", "model.layers.1."}) {
        shapes[layer + "input_layernorm.weight"] = {64};
        shapes[layer + "post_attention_layernorm.weight"] = {64};
        shapes[layer + "self_attn.q_proj.weight"] = {64, 64};
        shapes[layer + "self_attn.k_proj.weight"] = {32, 64};
        shapes[layer + "self_attn.v_proj.weight"] = {32, 64};
        shapes[layer + "self_attn.o_proj.weight"] = {64, 64};
        shapes[layer + "mlp.gate_proj.weight"] = {96, 64};
        shapes[layer + "mlp.up_proj.weight"] = {96, 64};
        shapes[layer + "mlp.down_proj.weight"] = {64, 96};
    }
    return shapes;
}

inline QJsonObject llamaConfig() {
    return {{"architectures", QJsonArray{"LlamaForCausalLM"}},
            {"model_type", "llama"},
            {"hidden_size", 64},
            {"intermediate_size", 96},
            {"num_hidden_layers", 2},
            {"num_attention_heads", 4},
            {"num_key_value_heads", 2},
            {"vocab_size", 40},
            {"max_position_embeddings", 4096},
            {"rms_norm_eps", 1e-5},
            {"rope_theta", 10000.0}};
}

} // namespace quantlathe::test
