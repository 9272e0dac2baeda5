// SPDX-License-Identifier: GPL-3.0-or-later
// Who loads what, on what, and what needs a text first: every family says so, and what it says agrees with what it does.
#include "formats/programs.h"

#include "plan/input_scales.h"
#include "plan/plan.h"
#include "support/test_support.h"

#include <algorithm>
#include <set>

using namespace quantlathe;

namespace {

const Preset& presetOf(const char* format, const char* preset) {
    return *presetByName(*formatById(format), preset);
}

bool contains(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

} // namespace

class TestPrograms : public QObject {
    Q_OBJECT
private slots:
    void everyFormatSaysWhoLoadsIt() {
        for (const Format* const format : formats()) {
            QVERIFY2(!format->programs().empty(), format->title().data());
            QVERIFY(loadsInText(*format).starts_with(format->programs().front().name));
            QVERIFY(hardwareText(*format).starts_with("NVIDIA"));
            QVERIFY(!calibrationText(calibrationNeed(*format)).empty());
            for (const Preset& preset : format->presets()) { // somebody loads each
                QVERIFY2(!loadsInText(*format, &preset).empty(), preset.name.data());
            }
        }
        QCOMPARE(loadsInText(*formatById("gguf")), std::string("llama.cpp, Ollama, LM Studio"));
        QCOMPARE(loadsInText(*formatById("aqlm")), std::string("transformers with the package aqlm"));
    }

    void programsAreListedOnce() {
        const auto programs = programNames();
        QCOMPARE(std::set<std::string_view>(programs.begin(), programs.end()).size(), programs.size());
        QCOMPARE(programs.front(), std::string_view("llama.cpp"));
        QCOMPARE(programNamed("VLLM").value_or(""), std::string_view("vLLM"));
        QVERIFY(!programNamed("notepad"));
    }

    void aProgramLoadsSomeFormatsAndSomePresets() {
        QVERIFY(!whyNotIn("", *formatById("gguf")));
        QVERIFY(!whyNotIn("vLLM", *formatById("gptq")));
        const auto format = whyNotIn("vLLM", *formatById("exl2"));
        QVERIFY(format && contains(*format, "vLLM does not load EXL2") && contains(*format, "TabbyAPI"));
        QVERIFY(!whyNotIn("vLLM", *formatById("gptq"), &presetOf("gptq", "GPTQ-8-g32")));
        const auto preset = whyNotIn("vLLM", *formatById("gptq"), &presetOf("gptq", "GPTQ-3-g128"));
        QVERIFY(preset && contains(*preset, "GPTQ-3-g128") && !contains(*preset, "vLLM, "));
        QVERIFY(whyNotIn("ExLlamaV2", *formatById("gptq"), &presetOf("gptq", "GPTQ-4-row")));
        QVERIFY(whyNotIn("SGLang", *formatById("compressed-tensors"), &presetOf("compressed-tensors", "MXFP4A16")));
    }

    void cardsAreNamedByTheirGeneration() {
        QCOMPARE(hardwareText(formatById("fbgemm")->hardware(presetOf("fbgemm", "FP8"))), std::string("NVIDIA from Ampere on"));
        QCOMPARE(hardwareText(*formatById("fbgemm")), std::string("NVIDIA from Ampere on"));
        QCOMPARE(hardwareText(*formatById("gguf")), std::string("NVIDIA, AMD, Intel, Apple, CPU"));
    }

    /// Tried on the sample: a plan without a matrix is refused, or stores scales that only a text can tell. Smoothing is
    /// another matter: its plan is whole, and the conversion asks for the text.
    void whatNeedsATextSaysSo() {
        const std::shared_ptr<const Model> sample = openModel(test::resourceFile("sample"));
        int needing = 0;
        for (const Format* const format : formats()) {
            for (const Preset& preset : format->presets()) {
                PlanDocument document;
                document.format = format->id();
                document.preset = preset.name;
                bool needs = format->id() == "smoothquant";
                try {
                    needs = needs || storesInputScales(makePlan(sample, document));
                } catch (const Error& error) {
                    needs = contains(error.title(), "importance");
                }
                QVERIFY2(format->needsCalibration(preset) == needs, preset.name.data());
                needing += needs ? 1 : 0;
            }
        }
        QVERIFY(needing > 5);
        QCOMPARE(calibrationNeed(*formatById("smoothquant")), CalibrationNeed::allPresets);
        QCOMPARE(calibrationNeed(*formatById("gguf")), CalibrationNeed::somePresets);
        QCOMPARE(calibrationNeed(*formatById("awq")), CalibrationNeed::helps);
    }
};

QTEST_APPLESS_MAIN(TestPrograms)
#include "tst_programs.moc"
