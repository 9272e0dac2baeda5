// SPDX-License-Identifier: GPL-3.0-or-later
// What the families of Hugging Face folders have in common: which tensors are linear layers, what stays as it is, how a
// folder is laid out. A family says which encodings it has and what config.json must hold.
#pragma once

#include "checkpoint/safetensors_writer.h"
#include "codecs/matrix_encoding.h"
#include "formats/format.h"
#include "formats/stored_matrices.h"

#include <nlohmann/json.hpp>

namespace quantlathe {

/// A linear layer that gets encoded: one tensor of the source, several in the output.
struct FolderModule {
    std::string path;  // "model.layers.3.mlp.down_proj"
    MatrixShape shape; // as the consumer's linear layer has it: rows = output features
    const MatrixEncoding* encoding = nullptr;
};

/// What a folder will hold; for config.json and the metadata of its files.
struct FolderContents {
    std::vector<FolderModule> modules;
    std::vector<std::string> keptLayers; // paths of linear layers that stay as they are, output matrix included
};

/// What a model card says of loading the folder.
struct LoadingExample {
    std::string_view library; // as the hubs name it
    std::string_view python;
};

/// What a loader must leave alone: the paths of all linear layers that stay as they are, full ones, which every consumer's
/// rule of matching understands, and "lm_head", which a tied model has without a tensor of its own.
[[nodiscard]] std::vector<std::string> skippedModules(const FolderContents& contents);

/// Throws Error(badInput) for options that only a GGUF file knows.
void refuseForeignOptions(const Format& format, const OutputOptions& options);

/// Options of a plan with the defaults filled in.
class FamilyOptions {
public:
    /// Throws Error(badInput) for unknown ids and for values that the table does not allow.
    FamilyOptions(const Format& format, const std::map<std::string, std::string>& stated);
    [[nodiscard]] const std::string& text(std::string_view id) const;
    [[nodiscard]] std::uint64_t count(std::string_view id) const;
    [[nodiscard]] double number(std::string_view id) const;
    [[nodiscard]] bool flag(std::string_view id) const;

private:
    std::map<std::string, std::string, std::less<>> values_;
};

class FolderFormat : public Format {
public:
    explicit FolderFormat(const MatrixFamily& family);
    [[nodiscard]] std::string_view fileSuffix() const final { return {}; }
    [[nodiscard]] std::span<const Encoding* const> encodings() const final { return encodings_; }
    [[nodiscard]] std::vector<const Encoding*> suggestedEncodings(const OutputOptions& options) const final;
    [[nodiscard]] std::optional<std::string> whyNot(const Model& model) const override;
    [[nodiscard]] bool offersChoice(const Model& model, const Weight& weight) const final;
    [[nodiscard]] std::optional<std::string> whyNot(const Model& model, const Weight& weight,
                                                    const Encoding& encoding) const final;
    using Format::whyNot;
    [[nodiscard]] std::optional<std::string> whyNot(const Model& model, const Preset& preset,
                                                    const ImportanceMatrix* importance) const final;
    [[nodiscard]] std::vector<Choice> choose(const Model& model, const Preset& preset, const EncodingWish& wish,
                                             const ImportanceMatrix* importance, const OutputOptions& options) const final;
    [[nodiscard]] std::string presetRule(const Model& model, const Preset& preset, const Weight& weight,
                                         const EncodingWish& wish, const ImportanceMatrix* importance,
                                         const OutputOptions& options) const override;
    [[nodiscard]] OutputLayout layOut(const Model& model, const Preset& preset, std::span<const Choice> choices,
                                      const ImportanceMatrix* importance, const OutputOptions& options) const final;

protected:
    /// The encoding that the preset gives to a linear layer, nullptr to leave it as it is.
    [[nodiscard]] virtual const MatrixEncoding* presetEncoding(const Model& model, const Preset& preset, const Weight& weight,
                                                               const FamilyOptions& options) const = 0;
    /// presetEncoding() of every layer, for presets that weigh layers against each other. What comes back is used while the
    /// arguments live.
    [[nodiscard]] virtual std::function<const MatrixEncoding*(const Weight&)>
    presetEncodings(const Model& model, const Preset& preset, const FamilyOptions& options) const;
    /// How a weight without a choice is stored.
    [[nodiscard]] virtual const Encoding* keptEncoding(const Weight& weight) const { return encodingFor(weight.storedType); }
    /// Names of the family's encodings that a menu shows under these options; empty: all.
    [[nodiscard]] virtual std::vector<std::string> suggestions(const FamilyOptions& /*options*/) const { return {}; }
    /// BF16, F16 or F32: what the encoded matrix of this weight computes in (MatrixShape::compute).
    [[nodiscard]] virtual ElementType computeType(const Weight& weight, const FamilyOptions& options) const = 0;
    /// True when a layer that the preset's encoding does not fit stays as it is, as the family's own tools have it; else such a
    /// layer is an error that the user settles.
    [[nodiscard]] virtual bool leavesMisfits() const { return false; }
    /// Why the consumer has no quantized form of this linear layer at all; nothing if it has.
    [[nodiscard]] virtual std::optional<std::string> whyNotLayer(const Model&, const Weight&) const { return std::nullopt; }
    /// The value of quantization_config.
    [[nodiscard]] virtual nlohmann::ordered_json quantizationConfig(const FolderContents& contents, const Preset& preset,
                                                                    const FamilyOptions& options) const = 0;
    /// The types in config.json that the consumer takes ("bfloat16"); a model of another type gets the first. Empty: as the
    /// source says.
    [[nodiscard]] virtual std::vector<std::string_view> modelTypes() const { return {}; }
    /// How the folder is loaded, for its model card.
    [[nodiscard]] virtual LoadingExample loadingExample() const;
    /// Files beside the weights that only this family has.
    [[nodiscard]] virtual std::vector<PlannedFile> extraFiles(const nlohmann::ordered_json& /*quantizationConfig*/) const {
        return {};
    }
    /// Whether the encoding is possible for the weight and for all that consumers join with it (requiredFusing()): what a
    /// preset leaves as it is, it leaves together.
    [[nodiscard]] bool fitsWithPartners(const Model& model, const Weight& weight, const Encoding& encoding) const;
    /// Why these choices, each of them possible, cannot stand in one folder; nothing if they can. That weights which consumers
    /// join have one encoding (requiredFusing()) is checked already.
    [[nodiscard]] virtual std::optional<std::string> whyNotTogether(std::span<const Choice>) const { return std::nullopt; }
    /// __metadata__ of one file that holds these modules and plain tensors.
    [[nodiscard]] virtual SafetensorsMetadata fileMetadata(std::span<const FolderModule> modules,
                                                           std::span<const std::string> plainTensors) const;

private:
    friend class FolderLayout;
    [[nodiscard]] std::string whyNothing(const Model& model) const;
    void checkTogether(std::span<const Choice> choices) const;
    std::vector<const Encoding*> encodings_; // the family's, and the floats of layers that are left alone
};

} // namespace quantlathe
