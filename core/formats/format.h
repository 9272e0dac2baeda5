// SPDX-License-Identifier: GPL-3.0-or-later
// A family of output formats: what it offers, what it allows, how its files are laid out. One folder is one family;
// formats/registry.cpp lists them all.
#pragma once

#include "codecs/matrix_encoding.h"
#include "formats/fusing.h"
#include "formats/importance.h"
#include "formats/output_options.h"
#include "formats/programs.h"
#include "model/model.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

/// A format's named plan ("Q4_K_M").
struct Preset {
    std::string_view name;
    std::vector<std::string_view> aliases; // other spellings that users know
    std::string_view description;          // one line, for tooltips
};

/// One weight of the output with its encoding. `weight` points into the Model.
struct Choice {
    const Weight* weight = nullptr;
    const Encoding* encoding = nullptr;
    bool isForced = false; // the format leaves no choice here (norms, biases)
};

/// What the user wants for a weight.
struct WishedEncoding {
    const Encoding* encoding = nullptr; // nullptr: as the preset says
    /// Rules of a preset that count weights ("the first four value projections") pass this one over, as llama-quantize does
    /// for --tensor-type, so that other weights may get other encodings than they would without the wish.
    bool isPassedOver = false;
};
using EncodingWish = std::function<WishedEncoding(const Weight&)>;

/// What a family lets the user set beside encodings: a form in the window, `--option id=value` on the command line, an entry of
/// "options" in plan.json. Every value is a text.
struct FormatOption {
    enum class Kind {
        choice, // one of `values`
        flag,   // "true" or "false"
        number, // between `low` and `high`
    };
    std::string_view id;    // "group_size"
    std::string_view title; // "Group size"
    std::string_view help;  // one or two sentences
    Kind kind = Kind::choice;
    std::vector<std::string_view> values = {}; // of a choice, in the order in which they are shown
    double low = 0;
    double high = 0;
    std::string_view defaultValue;
};

struct PlannedFile {
    std::filesystem::path relativePath; // in the destination, a folder then; empty: the destination itself, or one of a set
    std::vector<std::byte> header = {}; // written at offset 0
    std::uint64_t bytes = 0;            // exact size of the finished file
    std::filesystem::path copyOf = {};  // a file of the source that is taken over byte for byte; empty: none
};

/// Where one tensor of the output goes: its values are contiguous from `offset` on.
struct OutputPiece {
    static constexpr std::size_t noChoice = SIZE_MAX;
    std::size_t choice = 0; // noChoice: a tensor that belongs to no weight, carried along as it is
    std::size_t file = 0;
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    /// The tensor of the checkpoint whose values these are, as it is stored. Nothing: the weight's rows in canonical order.
    std::optional<std::size_t> stored = {};
    std::size_t part = 0; // of a matrix encoding's parts; all parts of a matrix follow each other in their order
    std::optional<MatrixShape> shape = {}; // of that matrix
    /// Number of the entry of OutputLayout::made that says what the piece holds, instead of all of the above but `choice`.
    std::optional<std::size_t> made = {};
};

/// Values of a tensor of the output that are neither a weight of the model nor a tensor of the source as it is stored.
struct MadePiece {
    Weight weight;
    const Encoding* encoding = nullptr;
};

/// The whole output before any work: bytes that belong to no header and no piece are zero.
struct OutputLayout {
    std::vector<PlannedFile> files;
    /// ".gguf": the files are a numbered set that stands beside the destination's name, model-00001-of-00003.gguf and so on.
    /// Empty: one file, or a folder of files.
    std::string setSuffix;
    std::vector<OutputPiece> pieces; // in the order of the choices, those without one last
    std::vector<MadePiece> made;
    /// What the output says in another way than the model, or leaves out, one line each: to be told before anything is written.
    std::vector<std::string> remarks;
    [[nodiscard]] std::uint64_t bytes() const;
};

/// Immutable and safe to use from many threads. Instances are static.
class Format {
public:
    virtual ~Format() = default;

    [[nodiscard]] virtual std::string_view id() const = 0;    // "gguf": command line and plan.json
    [[nodiscard]] virtual std::string_view title() const = 0; // "GGUF"
    /// "transformers 4, hqq": the names of programs(), in English.
    [[nodiscard]] std::string_view loadsIn() const;
    /// What estimates of memory and speed are for: the program's where it loads the format, else that of the best known one.
    [[nodiscard]] Runtime runtime(std::string_view program = {}) const;
    [[nodiscard]] virtual std::string_view fileSuffix() const = 0; // ".gguf"; empty for a folder
    [[nodiscard]] virtual std::span<const Preset> presets() const = 0;
    [[nodiscard]] virtual std::span<const Encoding* const> encodings() const = 0;
    /// Those that a menu shows, from many bits to few: a family with hundreds leaves out what hardly anybody wants under these
    /// options. Plans may name all of encodings().
    [[nodiscard]] virtual std::vector<const Encoding*> suggestedEncodings(const OutputOptions& /*options*/) const {
        return {encodings().begin(), encodings().end()};
    }
    [[nodiscard]] virtual std::span<const FormatOption> options() const { return {}; }
    /// Programs that load the files, best known first; never empty.
    [[nodiscard]] virtual std::span<const LoadingProgram> programs() const = 0;
    /// What they run a preset's files on.
    [[nodiscard]] virtual Hardware hardware(const Preset& preset) const = 0;
    /// Whether the preset cannot be made of an ordinary model without a text, its statistics or an importance matrix.
    [[nodiscard]] virtual bool needsCalibration(const Preset&) const { return false; }
    /// Its encodings are learned, which takes a hundred times as long as finding scales.
    [[nodiscard]] virtual bool isSlow() const { return false; }
    /// What the family is and what speaks for and against it: two sentences for a person who chooses.
    [[nodiscard]] virtual std::string_view summary() const = 0;

    /// Why the model cannot become this format at all; nothing if it can.
    [[nodiscard]] virtual std::optional<std::string> whyNot(const Model& model) const = 0;
    /// Whether the user has a choice for this weight at all: false for norms, biases and what else is stored in one way only.
    [[nodiscard]] virtual bool offersChoice(const Model& model, const Weight& weight) const = 0;
    /// Why `encoding` cannot be used for `weight`; nothing if it can.
    [[nodiscard]] virtual std::optional<std::string> whyNot(const Model& model, const Weight& weight,
                                                            const Encoding& encoding) const = 0;
    /// Whether the weight cannot become `encoding` without importance values of its own.
    [[nodiscard]] virtual bool needsImportance(const Model& /*model*/, const Weight& /*weight*/,
                                               const Encoding& encoding) const {
        return encoding.requiresImportance();
    }
    /// Why the encoding cannot stand in one output with what the preset gives the other weights; nothing if it can.
    [[nodiscard]] virtual std::optional<std::string> whyNot(const Preset&, const Encoding&) const { return std::nullopt; }
    /// Weights that must have one encoding because consumers load them as one matrix.
    [[nodiscard]] virtual Fusing requiredFusing() const { return {}; }
    /// Why the preset needs something that is missing (an importance matrix); nothing if it can be used.
    [[nodiscard]] virtual std::optional<std::string> whyNot(const Model& model, const Preset& preset,
                                                            const ImportanceMatrix* importance) const = 0;

    /// One choice per weight, in the order of the output. Wishes win over the preset's rules and are not asked for where there
    /// is no choice; unless they say so, what they are about is all that they change. Throws Error(badInput) naming the weight
    /// and the reason: a wish that is not allowed, a row length that no encoding of the preset fits, importance values that the
    /// encoding needs and that are missing. Of the options it looks at pure, leaveOutput, isDryRun, the family's own, the
    /// overrides (rules may depend on the metadata) and at the order that split.asSource asks for. `model` is already without
    /// the pruned layers, `options` says which they were.
    [[nodiscard]] virtual std::vector<Choice> choose(const Model& model, const Preset& preset, const EncodingWish& wish,
                                                     const ImportanceMatrix* importance,
                                                     const OutputOptions& options = {}) const = 0;
    /// Why choose() gives the weight, one without a wish, the encoding that it gives: the preset's rule in one or two
    /// sentences. The other arguments and errors are those of choose().
    [[nodiscard]] virtual std::string presetRule(const Model& model, const Preset& preset, const Weight& weight,
                                                 const EncodingWish& wish, const ImportanceMatrix* importance,
                                                 const OutputOptions& options) const = 0;
    /// Exact layout. `preset` only labels the file (general.file_type). Throws Error(badInput) for a split that is not
    /// possible.
    [[nodiscard]] virtual OutputLayout layOut(const Model& model, const Preset& preset, std::span<const Choice> choices,
                                              const ImportanceMatrix* importance, const OutputOptions& options = {}) const = 0;
};

[[nodiscard]] std::span<const Format* const> formats();
/// By id, any case; nullptr if there is none.
[[nodiscard]] const Format* formatById(std::string_view id);
/// By name or alias, any case; nullptr if the format has none of that name.
[[nodiscard]] const Preset* presetByName(const Format& format, std::string_view name);

} // namespace quantlathe
