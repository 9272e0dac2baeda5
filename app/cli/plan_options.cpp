// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan_options.h"

#include "base/error.h"
#include "base/file.h"
#include "base/naming_file.h"
#include "base/text.h"
#include "calibrate/calibration_importance.h"
#include "formats/exl2/exl2_format.h"
#include "measure/exl2_measured_mixture.h"
#include "model/pruned_model.h"
#include "plan/input_scales.h"
#include "plan/plan_file.h"
#include "plan/rules.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <iterator>
#include <sstream>
#include <utility>

namespace quantlathe::cli {
namespace {

constexpr const char* outputName = "output.weight";
constexpr std::array<const char*, 2> embeddingNames{"token_embd.weight", "per_layer_token_embd.weight"};
constexpr std::uint64_t maxTypeFileBytes = 16U << 20U;

Error badRule(const std::string& option, const std::string& detail) {
    return badInput({}, "This is no rule: " + escapeForDisplay(option), detail);
}

std::uint32_t layerNumber(const std::string& option, std::string_view digits) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc() || end != digits.data() + digits.size()) {
        throw badRule(option, "Layers are written as layers:3 or layers:0-7.");
    }
    return number;
}

void addCondition(PlanRule& rule, const std::string& option, std::string_view key, std::string_view value) {
    if (key == "glob") {
        rule.glob = std::string(value);
    } else if (key == "role") {
        rule.role = roleFromName(value);
        if (!rule.role) {
            throw badRule(option,
                          "No role is called " + escapeForDisplay(value) + ". Roles are names like attn_v, ffn_down, output.");
        }
    } else if (key == "layers") {
        const std::size_t dash = value.find('-');
        const std::uint32_t first = layerNumber(option, value.substr(0, dash));
        const std::uint32_t last = dash == std::string_view::npos ? first : layerNumber(option, value.substr(dash + 1));
        rule.layers = std::pair(std::min(first, last), std::max(first, last));
    } else {
        throw badRule(option, "A condition is glob:PATTERN, role:NAME or layers:FIRST-LAST.");
    }
}

PlanRule ruleForName(std::string name, const std::string& encoding) {
    PlanRule rule;
    rule.glob = std::move(name);
    rule.encoding = encoding;
    return rule;
}

void addRulesForEmbeddings(const Model& model, const std::string& encoding, std::vector<PlanRule>& rules) {
    for (const char* const name : embeddingNames) {
        if (name == embeddingNames.front() || model.find(name) != nullptr) { // the second one is rare
            rules.push_back(ruleForName(name, encoding));
        }
    }
}

/// The plan that says all of what a weight shall become; empty where other options say something, too.
std::string onlySource(const PlanOptions& options) {
    const bool hasOthers = !options.rules.empty() || !options.tensorTypes.empty() || !options.tensorTypeFile.empty() ||
                           !options.outputType.empty() || !options.embeddingType.empty() || !options.preset.empty() ||
                           !options.format.empty() || !options.familyOptions.empty() || !options.measurement.empty();
    return hasOthers ? std::string() : options.planFile;
}

/// `format` may be unknown (nullptr): makePlan() says so.
std::vector<PlanRule> rulesFromTypeFile(const std::string& file, const Format* format) {
    std::istringstream words(readTextFile(file, maxTypeFileBytes));
    return namingFile(file, [&] {
        std::vector<PlanRule> rules;
        for (std::string word; words >> word;) {
            rules.push_back(ruleFromTensorTypeOption(word));
            if (format != nullptr) {
                static_cast<void>(ResolvedRule(rules.back(), *format)); // the expression and the encoding are valid
            }
        }
        return rules;
    });
}

/// Rules of the command line, strongest first: the two matrices with options of their own, then --tensor-type, then --rule.
std::vector<PlanRule> rulesFromOptions(const Model& model, const PlanOptions& options, const Format* format) {
    std::vector<PlanRule> rules;
    const bool isTied = model.find(outputName) == nullptr;
    if (!options.embeddingType.empty()) {
        addRulesForEmbeddings(model, options.embeddingType, rules);
    }
    if (!options.outputType.empty() && !isTied) {
        rules.push_back(ruleForName(outputName, options.outputType));
    }
    const std::size_t named = rules.size();
    std::transform(options.tensorTypes.begin(), options.tensorTypes.end(), std::back_inserter(rules), ruleFromTensorTypeOption);
    if (!options.tensorTypeFile.empty()) {
        std::ranges::move(rulesFromTypeFile(options.tensorTypeFile, format), std::back_inserter(rules));
    }
    // Both forms of --tensor-type: the same bytes as llama-quantize's.
    std::for_each(rules.begin() + static_cast<std::ptrdiff_t>(named), rules.end(),
                  [](PlanRule& rule) { rule.isPassedOver = true; });
    std::transform(options.rules.begin(), options.rules.end(), std::back_inserter(rules), ruleFromOption);
    if (!options.outputType.empty() && isTied && options.embeddingType.empty() && !options.output.pure) {
        // With tied embeddings the embedding is the output matrix; there the patterns are stronger, as in llama-quantize.
        addRulesForEmbeddings(model, options.outputType, rules);
    }
    return rules;
}

/// An explicit encoding of a plan file gives way where a rule of the command line says something about the weight.
void removeOverruled(const Model& model, PlanDocument& document, const std::vector<PlanRule>& rules) {
    const Format* const format = formatById(document.format);
    if (format == nullptr || document.weights.empty()) {
        return; // makePlan() says what is wrong
    }
    std::vector<ResolvedRule> resolved;
    resolved.reserve(rules.size());
    for (const PlanRule& rule : rules) {
        resolved.emplace_back(rule, *format);
    }
    std::erase_if(document.weights, [&](const auto& entry) {
        const Weight* const weight = model.find(entry.first);
        return weight != nullptr &&
               std::ranges::any_of(resolved, [&](const ResolvedRule& rule) { return rule.matches(*weight); });
    });
}

void addFamilyOption(const std::string& option, OutputOptions& options) {
    const std::size_t equals = option.find('=');
    if (equals == std::string::npos || equals == 0) {
        throw badInput({}, "This is no option of a format: " + escapeForDisplay(option),
                       "Write ID=VALUE, for example group_size=64. quantlathe-cli formats lists the options.");
    }
    options.family.insert_or_assign(option.substr(0, equals), option.substr(equals + 1));
}

/// The mixture of a measurement, in place of the preset's.
void addMeasuredMixture(const Model& model, const std::string& file, PlanDocument& document) {
    const Format* const format = formatById(document.format);
    const Preset* const preset = format == nullptr ? nullptr : presetByName(*format, document.preset);
    if (document.format != "exl2" || preset == nullptr) {
        throw badInput({}, "A measurement is for a preset of EXL2", "Give --format exl2 and --preset, for example EXL2-4.0.");
    }
    if (!document.options.prunedLayers.empty()) {
        throw badInput({}, "A measurement holds for all layers of its model", "Prune first, then measure.");
    }
    document.weights =
        exl2::measuredMixture(model, exl2::readMeasurement(file), exl2::targetBits(*preset, document.options.family), file);
}

PlanDocument documentFromOptions(const Model& model, const PlanOptions& options) {
    PlanDocument document;
    if (!options.planFile.empty()) {
        document = readPlan(options.planFile);
    } else if (options.preset.empty()) {
        throw badInput({}, "Nothing says what to convert to",
                       "Choose a preset (--preset Q4_K_M) or a plan (--plan plan.json). "
                       "quantlathe-cli formats lists the presets.");
    }
    if (!options.format.empty()) {
        document.format = options.format;
    }
    if (!options.preset.empty()) {
        document.preset = options.preset;
    }
    if (!options.effort.empty()) {
        document.effort = effortFromOption(options.effort);
    }
    applyOutputFlags(options.output, document.options);
    applyFamilyOptions(options, document.options);
    if (!options.measurement.empty()) {
        addMeasuredMixture(model, options.measurement, document);
    }
    const std::vector<PlanRule> rules = rulesFromOptions(model, options, formatById(document.format));
    const std::vector<std::uint32_t>& pruned = document.options.prunedLayers;
    const auto planned = pruned.empty() ? nullptr : withoutLayers(model, pruned); // whose names a plan uses
    removeOverruled(planned == nullptr ? model : *planned, document, rules);
    document.rules.insert(document.rules.begin(), rules.begin(), rules.end());
    document.createdBy = "quantlathe-cli " QUANTLATHE_VERSION;
    return document;
}

} // namespace

void addPlanOptions(CLI::App& command, PlanOptions& options) {
    command.add_option("--format", options.format, "Output format (default: gguf)")->type_name("ID");
    command.add_option("--preset", options.preset, "The format's named plan, for example Q4_K_M")->type_name("NAME");
    CLI::Option* const plan = command.add_option("--plan", options.planFile, "Start from a plan.json")->type_name("FILE");
    command
        .add_option("--measurement", options.measurement,
                    "EXL2: choose the settings by this measurement.json (sensitivity --measurement, or ExLlamaV2's)")
        ->type_name("FILE")
        ->excludes(plan);
    command
        .add_option("--tensor-type", options.tensorTypes,
                    "Encoding of all weights whose lower-case name contains a match of the regular expression; repeatable")
        ->type_name("REGEX=TYPE")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command
        .add_option("--rule", options.rules,
                    "Encoding of all weights that meet every condition: glob:PATTERN, role:NAME, layers:FIRST-LAST; repeatable")
        ->type_name("CONDITION[,CONDITION]=TYPE")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command
        .add_option("--tensor-type-file", options.tensorTypeFile,
                    "A file with such REGEX=TYPE, white space between them; they follow those of the command line")
        ->type_name("FILE");
    command.add_option("--output-tensor-type", options.outputType, "Encoding of the output matrix")->type_name("TYPE");
    command.add_option("--token-embedding-type", options.embeddingType, "Encoding of the token embedding")->type_name("TYPE");
    command.add_option("--imatrix", options.imatrix, "Importance matrix (GGUF or .dat) that guides the encodings")
        ->type_name("FILE");
    command
        .add_option("--calibration", options.calibration,
                    "What a text does in this model (calibrate): guides the encodings like an importance matrix, and the codes "
                    "of a conversion as a whole")
        ->type_name("FILE")
        ->excludes("--imatrix");
    const auto addList = [&](const char* name, std::vector<std::string>& list, const char* description) {
        command.add_option(name, list, description)
            ->type_name("PART")
            ->expected(1)
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    };
    addList("--include-weights", options.includedWeights,
            "Use only entries of the importance matrix whose name contains this; repeatable");
    addList("--exclude-weights", options.excludedWeights,
            "Do not use entries of the importance matrix whose name contains this; repeatable");
    addOutputFlags(command, options.output);
    command
        .add_option("--option", options.familyOptions,
                    "An option of the format, for example group_size=128 (see: quantlathe-cli formats); repeatable")
        ->type_name("ID=VALUE")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command
        .add_option("--effort", options.effort,
                    "normal: the bytes of the format's reference; high: a smaller error in the same size, slower")
        ->type_name("normal|high");
}

void applyFamilyOptions(const PlanOptions& options, OutputOptions& output) {
    for (const std::string& option : options.familyOptions) {
        addFamilyOption(option, output);
    }
}

Effort effortFromOption(const std::string& option) {
    const auto effort = effortFromName(option);
    if (!effort) {
        throw badInput({}, "No effort is called " + escapeForDisplay(option), "--effort is normal or high.");
    }
    return *effort;
}

PlanRule ruleFromOption(const std::string& option) {
    const std::size_t equals = option.rfind('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == option.size() || !isValidUtf8(option)) {
        throw badRule(option,
                      "A rule is written as CONDITION[,CONDITION…]=ENCODING, for example role:ffn_down,layers:0-3=Q6_K.");
    }
    PlanRule rule;
    rule.encoding = option.substr(equals + 1);
    std::string_view rest = std::string_view(option).substr(0, equals);
    while (!rest.empty()) {
        const std::string_view condition = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(rest.size(), condition.size() + 1));
        const std::size_t colon = condition.find(':');
        addCondition(rule, option, condition.substr(0, colon),
                     colon == std::string_view::npos ? std::string_view() : condition.substr(colon + 1));
    }
    return rule;
}

void addTextGuide(CLI::App& command, PlanOptions& options, const char* contextName) {
    options.text.windows = defaultCalibrationWindows;
    addTextOptions(command, options.text, contextName);
    command.add_flag("--calibrate", options.calibrates,
                     "Choose the codes by what a text does in the model: --text, or one that comes with the program");
    command.add_flag("--independent", options.isIndependent,
                     "Calibrate each matrix for the model's own activations; else it also makes up for the ones before it");
}

void addGuideOptions(CLI::App& command, CalibrationChoice& guide) {
    const auto add = [&](const char* name, CalibrationChoice::Source source, const char* help) {
        return command
            .add_option_function<std::string>(
                name,
                [&guide, source](const std::string& file) {
                    guide.source = source;
                    guide.file = file;
                },
                help)
            ->type_name("FILE");
    };
    CLI::Option* const matrix =
        add("--imatrix", CalibrationChoice::Source::importance, "Importance matrix (GGUF or .dat) that guides the encodings");
    add("--calibration", CalibrationChoice::Source::statistics,
        "What a text does in this model (calibrate): guides the encodings, and tells what calibrated codes will leave of "
        "errors")
        ->excludes(matrix);
}

CalibrationChoice calibrationFromOptions(const PlanOptions& options) {
    using Source = CalibrationChoice::Source;
    CalibrationChoice choice;
    const bool runsText = options.calibrates || !options.text.file.empty();
    if (runsText && (!options.calibration.empty() || !options.imatrix.empty())) {
        throw badInput({}, "The conversion has two guides", "Give a text, or statistics, or an importance matrix.");
    }
    if (runsText) {
        choice = calibrationByText(options.text.file);
        choice.contextTokens = options.text.contextTokens;
        choice.windows = options.text.windows;
    } else if (!options.calibration.empty()) {
        choice.source = Source::statistics;
        choice.file = options.calibration;
    } else if (!options.imatrix.empty()) {
        choice.source = Source::importance;
        choice.file = options.imatrix;
    } else if (!options.planFile.empty()) {
        choice = readPlan(options.planFile).calibration;
    }
    choice.isCorrected = choice.isCorrected && !options.isIndependent;
    return choice;
}

std::shared_ptr<const ImportanceMatrix> importanceFromOptions(const CalibrationChoice& choice, const PlanOptions& options) {
    using Source = CalibrationChoice::Source;
    if (choice.source == Source::none || choice.source == Source::text) {
        return nullptr;
    }
    if (!options.includedWeights.empty() && !options.excludedWeights.empty()) {
        throw badInput({}, "Entries of the importance matrix can be included or excluded, not both",
                       "Give --include-weights or --exclude-weights.");
    }
    ImportanceMatrix matrix = choice.source == Source::statistics ? importanceOf(CalibrationStatistics(choice.file))
                                                                  : readImportanceMatrix(choice.file);
    return std::make_shared<const ImportanceMatrix>(
        filtered(std::move(matrix), options.includedWeights, options.excludedWeights));
}

Plan planFromOptions(Session& session, const std::shared_ptr<const Model>& model, const PlanOptions& options, Purpose purpose) {
    if (options.output.leaveOutput && !options.outputType.empty()) {
        throw badInput({}, "The output matrix cannot be left as it is and get an encoding",
                       "Give --leave-output-tensor or --output-tensor-type.");
    }
    const CalibrationChoice choice = calibrationFromOptions(options);
    const std::shared_ptr<const ImportanceMatrix> importance = importanceFromOptions(choice, options);
    const std::string source = onlySource(options);
    PlanDocument document = documentFromOptions(*model, options);
    document.calibration = choice;
    Plan plan = [&] {
        try {
            return namingFile(source, [&] { return makePlan(model, document, importance); });
        } catch (const Error& error) {
            if (purpose == Purpose::conversion) {
                throw;
            }
            document.options.isDryRun = true;
            // Throws again for every other reason.
            Plan looked = namingFile(source, [&] { return makePlan(model, document, importance); });
            if (purpose == Purpose::dryRun) {
                session.warn(fmt::format("this could not be converted yet: {}", error.what()));
            }
            return looked;
        }
    }();
    for (const std::string& remark : plan.layout.remarks) {
        session.warn(remark);
    }
    if (choice.source == CalibrationChoice::Source::statistics && storesInputScales(plan)) {
        setInputScales(plan, CalibrationStatistics(choice.file));
    }
    if (importance != nullptr && purpose != Purpose::check) {
        session.note(fmt::format("importance matrix: {}", coverage(*model, *importance).summary()));
    }
    return plan;
}

} // namespace quantlathe::cli
