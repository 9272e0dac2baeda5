// SPDX-License-Identifier: GPL-3.0-or-later
// What a checkpoint means: architecture, hyper-parameters, the role of every weight, the tokenizer.
#pragma once

#include "checkpoint/checkpoint.h"
#include "model/hyper_parameters.h"
#include "model/tokenizer_data.h"
#include "model/weight.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace quantlathe {

/// Where some of a model's weights come from that are not in its own file.
struct Graft {
    std::filesystem::path original;
    std::vector<std::string> weights; // canonical names
    friend bool operator==(const Graft&, const Graft&) = default;
};

/// Immutable; safe to read from many threads. Any readable checkpoint gives a Model: when the architecture is unknown,
/// `understood()` is false, weights carry their stored names and the role `other`, and `notUnderstood()` says why.
class Model {
public:
    struct Parts {
        std::shared_ptr<const Checkpoint> checkpoint;
        std::string name;         // as shown: general.name, or the folder's or file's name
        std::string architecture; // GGUF's name ("llama"); for an unknown Hugging Face model its class or model_type
        HyperParameters hyper;
        std::vector<Weight> weights; // in the order of a GGUF file of this model: generated ones (rope_freqs) first, then
                                     // for Hugging Face models file by file and by stored name, for GGUF as stored
        std::optional<TokenizerData> tokenizer;
        Metadata ggufMetadata; // what a GGUF file of this model says, without file_type and quantization_version
        std::optional<std::string> notUnderstood;
        std::optional<std::string> tokenizerProblem;
        std::optional<Graft> graft;
    };
    explicit Model(Parts parts);
    Model(const Model&) = delete; // the index below points into the names
    Model& operator=(const Model&) = delete;

    [[nodiscard]] const Checkpoint& checkpoint() const { return *parts_.checkpoint; }
    [[nodiscard]] const std::string& name() const { return parts_.name; }
    [[nodiscard]] const std::string& architecture() const { return parts_.architecture; }
    [[nodiscard]] const HyperParameters& hyper() const { return parts_.hyper; }
    [[nodiscard]] std::span<const Weight> weights() const { return parts_.weights; }
    [[nodiscard]] const Weight* find(std::string_view canonicalName) const;
    [[nodiscard]] const std::optional<TokenizerData>& tokenizer() const { return parts_.tokenizer; }
    [[nodiscard]] const Metadata& ggufMetadata() const { return parts_.ggufMetadata; }
    [[nodiscard]] bool understood() const { return !parts_.notUnderstood; }
    [[nodiscard]] const std::optional<std::string>& notUnderstood() const { return parts_.notUnderstood; }
    /// What must be settled before this model may be written as GGUF: one line that says what is unknown about the tokenizer
    /// (see withPreTokenizer). Nothing if the vocabulary is complete, or if there is none at all.
    [[nodiscard]] const std::optional<std::string>& tokenizerProblem() const { return parts_.tokenizerProblem; }
    /// Nothing for a model as it was opened (weights/grafted_model.h).
    [[nodiscard]] const std::optional<Graft>& graft() const { return parts_.graft; }
    /// Everything this model was made of: for making a changed one.
    [[nodiscard]] const Parts& parts() const { return parts_; }
    /// Stored parameters: elements of all stored tensors (generated weights do not count).
    [[nodiscard]] std::uint64_t parameters() const { return parameters_; }
    /// True when the weights themselves are stored quantized (block types): converting again adds a second loss.
    [[nodiscard]] bool isQuantized() const { return quantized_; }
    /// The stored element type that most weights of two or more dimensions have.
    [[nodiscard]] ElementType dominantType() const { return dominantType_; }
    /// The same as shown, with the encodings of packed weights: "BF16", "Q4_K", "NF4-64".
    [[nodiscard]] std::string_view storedTypeName() const { return storedTypeName_; }

private:
    Parts parts_;
    std::unordered_map<std::string_view, std::size_t> byName_;
    std::uint64_t parameters_ = 0;
    bool quantized_ = false;
    ElementType dominantType_ = ElementType::F32;
    std::string_view storedTypeName_;
};

/// Opens and understands. Throws Error(badInput) only for files that cannot be read or that contradict themselves.
[[nodiscard]] std::shared_ptr<const Model> openModel(const std::filesystem::path& path);
[[nodiscard]] std::shared_ptr<const Model> understand(std::shared_ptr<const Checkpoint> checkpoint);

/// The same model with tokenizer.ggml.pre set to `name`, for vocabularies whose files do not tell. Throws Error(badInput) that
/// lists the known names for an unknown one, and for a model without a vocabulary.
[[nodiscard]] std::shared_ptr<const Model> withPreTokenizer(const Model& model, std::string_view name);

} // namespace quantlathe
