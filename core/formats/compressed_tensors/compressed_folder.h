// SPDX-License-Identifier: GPL-3.0-or-later
// What folders of compressed-tensors have in common, whatever chose their numbers: who loads them, and what config.json says.
#pragma once

#include "base/words.h"
#include "codecs/compressed_tensors/family.h"
#include "codecs/input_scale.h"
#include "formats/compressed_tensors/configuration.h"
#include "formats/folder_format.h"

namespace quantlathe::compressed {

class CompressedFolder : public FolderFormat {
public:
    using FolderFormat::whyNot;
    /// vLLM joins them and wants one scheme in each.
    [[nodiscard]] Fusing requiredFusing() const override { return {.attention = true, .gateUp = true, .experts = true}; }
    /// Its scale of activations comes from a text.
    [[nodiscard]] bool needsImportance(const Model&, const Weight&, const Encoding& encoding) const override {
        return inputScaledEncoding(encoding) != nullptr;
    }

protected:
    CompressedFolder() : FolderFormat(compressedTensorsFamily()) {}

    /// Loaders compute in 16 bits; scales have the type of the model.
    [[nodiscard]] ElementType computeType(const Weight& weight, const FamilyOptions&) const override {
        return weight.storedType == ElementType::F16 ? ElementType::F16 : ElementType::BF16;
    }
    [[nodiscard]] std::vector<std::string_view> modelTypes() const override { return {"bfloat16", "float16"}; }

    [[nodiscard]] std::optional<std::string> whyNotLayer(const Model&, const Weight& weight) const override {
        if (weight.role == Role::output) {
            return say("loaders of compressed-tensors take the output matrix in 16 bits");
        }
        if (weight.isStoredTransposed()) {
            return say("the model keeps it as a Conv1D, which loaders of compressed-tensors do not replace");
        }
        return std::nullopt;
    }

    [[nodiscard]] nlohmann::ordered_json quantizationConfig(const FolderContents& contents, const Preset&,
                                                            const FamilyOptions&) const override {
        return quantizationConfigOf(contents);
    }
};

} // namespace quantlathe::compressed
