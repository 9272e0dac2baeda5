// SPDX-License-Identifier: GPL-3.0-or-later
// A checkpoint of about a gigabyte that can be converted and run, made in a moment.
#pragma once

#include "support/test_support.h"

#include <cstdint>
#include <cstring>
#include <QByteArray>
#include <QFile>
#include <QString>
#include <QTest>
#include <string>
#include <vector>

namespace quantlathe::test {

/// A Llama folder like the sample's, with more weights, so that a conversion takes long enough to be stopped.
inline void makeLargeModel(const QString& folder, std::uint64_t feedForward = 98304) {
    QFile::copy(QString::fromStdString(resourceFile("sample/tokenizer.model").string()), folder + "/tokenizer.model");
    QFile::copy(QString::fromStdString(resourceFile("sample/tokenizer_config.json").string()),
                folder + "/tokenizer_config.json");
    const auto textOfFile = readAll(resourceFile("sample/config.json"));
    QByteArray config(reinterpret_cast<const char*>(textOfFile.data()), static_cast<qsizetype>(textOfFile.size()));
    const QByteArray size768("\"intermediate_size\": 768");
    QVERIFY(config.contains(size768));
    config.replace(size768, "\"intermediate_size\": " + QByteArray::number(qulonglong{feedForward}));
    const std::vector<std::byte> configBytes(reinterpret_cast<const std::byte*>(config.constData()),
                                             reinterpret_cast<const std::byte*>(config.constData()) + config.size());
    writeAll((folder + "/config.json").toStdString(), configBytes);
    struct Tensor {
        std::string name;
        std::uint64_t rows, columns;
    };
    std::vector<Tensor> tensors = {
        {"model.embed_tokens.weight", 4096, 256}, {"lm_head.weight", 4096, 256}, {"model.norm.weight", 0, 256}};
    for (int layer = 0; layer < 6; ++layer) {
        const std::string p = "model.layers." + std::to_string(layer) + ".";
        for (const Tensor& t : std::vector<Tensor>{{"self_attn.q_proj.weight", 256, 256},
                                                   {"self_attn.k_proj.weight", 128, 256},
                                                   {"self_attn.v_proj.weight", 128, 256},
                                                   {"self_attn.o_proj.weight", 256, 256},
                                                   {"mlp.gate_proj.weight", feedForward, 256},
                                                   {"mlp.up_proj.weight", feedForward, 256},
                                                   {"mlp.down_proj.weight", 256, feedForward},
                                                   {"input_layernorm.weight", 0, 256},
                                                   {"post_attention_layernorm.weight", 0, 256}}) {
            tensors.push_back({p + t.name, t.rows, t.columns});
        }
    }
    std::string header = "{";
    std::uint64_t offset = 0;
    for (const Tensor& t : tensors) {
        const std::uint64_t bytes = std::max<std::uint64_t>(1, t.rows) * t.columns * 2;
        header += (offset == 0 ? "\"" : ",\"") + t.name + "\":{\"dtype\":\"BF16\",\"shape\":[" +
                  (t.rows > 0 ? std::to_string(t.rows) + "," : "") + std::to_string(t.columns) + "],\"data_offsets\":[" +
                  std::to_string(offset) + "," + std::to_string(offset + bytes) + "]}";
        offset += bytes;
    }
    header += "}";
    header.resize((header.size() + 7) / 8 * 8, ' ');
    const std::uint64_t size = header.size();
    std::vector<std::byte> file(8 + header.size() + offset);
    std::memcpy(file.data(), &size, 8);
    std::memcpy(file.data() + 8, header.data(), header.size());
    // Small BF16 values of both signs from a simple generator.
    std::uint32_t state = 1;
    for (std::size_t at = 8 + header.size(); at + 1 < file.size(); at += 2) {
        state = state * 1664525U + 1013904223U;
        const auto pattern = static_cast<std::uint16_t>(0x3C00U | ((state >> 16U) & 0x80FFU));
        std::memcpy(file.data() + at, &pattern, 2);
    }
    writeAll((folder + "/model.safetensors").toStdString(), file);
}

} // namespace quantlathe::test
