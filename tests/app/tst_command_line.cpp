// SPDX-License-Identifier: GPL-3.0-or-later
// The line that repeats a job: read again by the options of convert it gives the same plan, for every family and option.
#include "plan/command_line.h"
#include "plan_options.h"
#include "support/test_support.h"

#include <algorithm>
#include <QTest>

using namespace quantlathe;

namespace {

std::shared_ptr<const Model> sample() {
    static const auto model = openModel(test::resourceFile("sample"));
    return model;
}

PlanDocument documentFor(const Format& format) {
    PlanDocument document;
    document.format = std::string(format.id());
    document.preset = std::string(format.presets().front().name);
    return document;
}

/// Reads the arguments as quantlathe-cli does.
Plan planFromLine(const std::vector<std::string>& arguments, const std::shared_ptr<const Model>& model) {
    CLI::App program;
    CLI::App* const command = program.add_subcommand("convert");
    std::string source;
    std::string output;
    bool flag = false;
    cli::PlanOptions options;
    command->add_option("MODEL", source);
    command->add_option("-o", output);
    command->add_flag("--force", flag);
    command->add_flag("--allow-requantize", flag);
    cli::addPlanOptions(*command, options);
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
    program.parse(reversed);
    const CancelToken cancel;
    cli::Session session({}, cancel);
    return cli::planFromOptions(session, model, options);
}

void compareWithItsLine(const Plan& plan, const std::shared_ptr<const Model>& model) {
    const std::vector<std::string> line = convertArguments(plan, {}, "a 'name'.gguf");
    const Plan again = planFromLine(line, model);
    QCOMPARE(again.format, plan.format);
    QCOMPARE(again.preset, plan.preset);
    QCOMPARE(again.document.effort, plan.document.effort);
    QVERIFY(again.document.options == plan.document.options);
    QCOMPARE(again.choices.size(), plan.choices.size());
    for (std::size_t i = 0; i < plan.choices.size(); ++i) {
        QCOMPARE(again.choices[i].weight->name, plan.choices[i].weight->name);
        QVERIFY2(again.choices[i].encoding == plan.choices[i].encoding, plan.choices[i].weight->name.c_str());
    }
    QCOMPARE(again.layout.files.size(), plan.layout.files.size());
    for (std::size_t i = 0; i < plan.layout.files.size(); ++i) {
        QVERIFY(again.layout.files[i].header == plan.layout.files[i].header);
        QCOMPARE(again.layout.files[i].bytes, plan.layout.files[i].bytes);
    }
}

} // namespace

class TestCommandLine : public QObject {
    Q_OBJECT

private slots:
    void everyPreset_data() {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("preset");
        for (const Format* const format : formats()) {
            for (const Preset& preset : format->presets()) {
                QTest::addRow("%s %s", std::string(format->id()).c_str(), std::string(preset.name).c_str())
                    << QString::fromStdString(std::string(format->id())) << QString::fromStdString(std::string(preset.name));
            }
        }
    }

    void everyPreset() {
        QFETCH(QString, format);
        QFETCH(QString, preset);
        PlanDocument document;
        document.format = format.toStdString();
        document.preset = preset.toStdString();
        if (formatById(document.format)
                ->whyNot(*sample(), *presetByName(*formatById(document.format), document.preset), nullptr)) {
            return; // needs a matrix
        }
        compareWithItsLine(makePlan(sample(), document), sample());
    }

    void everyOptionOfEveryFamily() {
        int looked = 0;
        for (const Format* const format : formats()) {
            for (const FormatOption& option : format->options()) {
                std::vector<std::string> values(option.values.begin(), option.values.end());
                if (option.kind == FormatOption::Kind::flag) {
                    values = {"true", "false"};
                } else if (option.kind == FormatOption::Kind::number) {
                    values = {std::to_string(static_cast<long>(option.low)), std::string(option.defaultValue)};
                }
                for (const std::string& value : values) {
                    PlanDocument document = documentFor(*format);
                    document.options.family.emplace(option.id, value);
                    std::optional<Plan> plan;
                    if (test::errorOf([&] { plan = makePlan(sample(), document); })) {
                        continue; // not with this preset
                    }
                    ++looked;
                    compareWithItsLine(*plan, sample());
                }
            }
        }
        QVERIFY(looked > 10);
    }

    void aWeightOfItsOwnInEveryFamily() {
        for (const Format* const format : formats()) {
            PlanDocument document = documentFor(*format);
            const Plan plain = makePlan(sample(), document);
            const auto choice = std::ranges::find_if(plain.choices, [&](const Choice& candidate) {
                return !candidate.isForced && fusedGroup(*candidate.weight, format->requiredFusing()).empty();
            });
            if (format->id() == "safetensors") { // one float type for all
                QVERIFY(choice == plain.choices.end());
                continue;
            }
            QVERIFY(choice != plain.choices.end());
            const auto canStandBeside = [&](const Encoding& encoding) { // the others: some folders have one for all layers
                PlanDocument mixed = document;
                mixed.weights.emplace(choice->weight->name, encoding.name());
                return !test::errorOf([&] { (void)makePlan(sample(), mixed); });
            };
            const auto other = std::ranges::find_if(format->encodings(), [&](const Encoding* encoding) {
                return encoding != choice->encoding && !encoding->requiresImportance() &&
                       !plain.whyNot(*choice->weight, *encoding) && canStandBeside(*encoding);
            });
            if (other == format->encodings().end()) {
                continue;
            }
            document.weights.emplace(choice->weight->name, (*other)->name());
            compareWithItsLine(makePlan(sample(), document), sample());
        }
    }

    void everyOutputOption() {
        PlanDocument document;
        document.preset = "Q4_K_M";
        document.effort = Effort::high;
        document.options.pure = true;
        document.options.leaveOutput = true;
        document.options.prunedLayers = {1, 3};
        document.options.overrides = {{"llama.context_length", std::uint32_t{8192}},
                                      {"some.number", 0.1F},
                                      {"some.small", 1e-20F},
                                      {"some.truth", false},
                                      {"general.name", std::string("it's a \"name\" = ü")}};
        document.options.split.maxTensors = 7;
        compareWithItsLine(makePlan(sample(), document), sample());
        document.options.split = {.maxBytes = 3'000'000};
        compareWithItsLine(makePlan(sample(), document), sample());
        document.options.split = {.maxBytes = 3'345'678}; // a plan may state any number
        compareWithItsLine(makePlan(sample(), document), sample());
    }

    void flagsOfTheJob() {
        const Plan plan = makePlan(sample(), documentFor(*formats().front()));
        const auto line = convertArguments(plan, "qwen2", "out", {.replace = true, .allowRequantize = true});
        for (const char* const word : {"--force", "--allow-requantize", "--pre-tokenizer", "qwen2", "out"}) {
            QVERIFY2(std::ranges::find(line, word) != line.end(), word);
        }
        const auto plain = convertArguments(plan, {}, "out");
        QVERIFY(std::ranges::find(plain, "--force") == plain.end());
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_command_line.moc"
