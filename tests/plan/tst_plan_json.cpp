// SPDX-License-Identifier: GPL-3.0-or-later
// plan.json, docs/plan.md: what is written is read back; what is not understood is refused with its place.
#include "plan/pinned_plan.h"
#include "support/test_support.h"

#include <random>

using namespace quantlathe;

namespace {

std::string refusal(std::string_view json) {
    const auto error = test::errorOf([&] { static_cast<void>(parsePlan(json, "plan.json")); });
    return !error                                 ? "accepted"
           : error->kind() != ErrorKind::badInput ? "other kind"
           : error->file() != "plan.json"         ? "no file name"
                                                  : error->detail();
}

constexpr const char* exampleFile = R"({
  "quantlathe_plan": 1,
  "format": "gguf",
  "preset": "Q4_K_M",
  "rules": [
    {
      "glob": "*.ffn_down.weight",
      "layers": [
        0,
        3
      ],
      "encoding": "Q6_K"
    },
    {
      "regex": "attn_[kv]",
      "encoding": "Q8_0"
    },
    {
      "role": "output",
      "encoding": "F16"
    }
  ],
  "weights": {
    "token_embd.weight": "Q5_K"
  },
  "effort": "high",
  "model": "Tiny Llama",
  "created_by": "quantlathe 0.1.0"
}
)";

std::string withEntry(std::string_view entry) {
    return R"({"quantlathe_plan": 1, "format": "gguf", "preset": "Q4_K_M", )" + std::string(entry) + "}";
}

} // namespace

class TestPlanJson : public QObject {
    Q_OBJECT
private slots:
    void looksLikeTheDocumentation() {
        PlanDocument document;
        document.preset = "Q4_K_M";
        document.rules.push_back(
            {.glob = "*.ffn_down.weight", .regex = {}, .role = {}, .layers = {{0, 3}}, .encoding = "Q6_K"});
        document.rules.push_back({.glob = {}, .regex = "attn_[kv]", .role = {}, .layers = {}, .encoding = "Q8_0"});
        document.rules.push_back({.glob = {}, .regex = {}, .role = Role::output, .layers = {}, .encoding = "F16"});
        document.weights["token_embd.weight"] = "Q5_K";
        document.effort = Effort::high;
        document.modelName = "Tiny Llama";
        document.createdBy = "quantlathe 0.1.0";
        QCOMPARE(planJson(document), std::string(exampleFile));
        QVERIFY(parsePlan(planJson(document)) == document);
    }

    void whatIsPinnedStandsBesideTheDocument() {
        PinnedPlan plan{.document = {.preset = "Q4_K_M"}, .pinned = {"output.weight", "blk.0.attn_v.weight"}};
        const std::string json = planJson(plan);
        QVERIFY(json.find(R"("blk.0.attn_v.weight")") < json.find(R"("output.weight")"));
        QVERIFY(parsePinnedPlan(json) == plan);
        QVERIFY(parsePlan(json) == plan.document);
        QCOMPARE(planJson(PinnedPlan{plan.document, {}}), planJson(plan.document));
    }

    void anyDocumentSurvives() {
        std::mt19937 random(20260611); // NOLINT: the same documents on every run
        const auto text = [&] {
            std::string value(1 + random() % 12, ' ');
            for (char& c : value) {
                c = static_cast<char>(1 + random() % 126);
            }
            return value;
        };
        for (int round = 0; round < 200; ++round) {
            PlanDocument document;
            document.format = text();
            document.preset = text();
            document.modelName = random() % 2 == 0 ? "" : text();
            document.createdBy = random() % 2 == 0 ? "" : text();
            document.effort = random() % 2 == 0 ? Effort::normal : Effort::high;
            for (auto count = random() % 4; count > 0; --count) {
                PlanRule rule;
                rule.encoding = text();
                if (const auto kinds = 1 + random() % 15; true) {
                    rule.glob = (kinds & 1U) != 0 ? std::optional(text()) : std::nullopt;
                    rule.regex = (kinds & 2U) != 0 ? std::optional(text()) : std::nullopt;
                    rule.role = (kinds & 4U) != 0 ? std::optional(static_cast<Role>(random() % static_cast<int>(Role::other)))
                                                  : std::nullopt;
                    const auto first = static_cast<std::uint32_t>(random());
                    rule.layers = (kinds & 8U) != 0 ? std::optional(std::pair(first / 2, first)) : std::nullopt;
                }
                document.rules.push_back(rule);
            }
            for (auto count = random() % 4; count > 0; --count) {
                document.weights[text()] = text();
            }
            OutputOptions& options = document.options;
            options.pure = random() % 2 == 0;
            options.leaveOutput = random() % 2 == 0;
            options.keepHeader = random() % 2 == 0;
            for (auto layer = static_cast<std::uint32_t>(random() % 3); layer < 9 && random() % 3 != 0;
                 layer += static_cast<std::uint32_t>(1 + random() % 4)) {
                options.prunedLayers.push_back(layer);
            }
            const auto overrides = std::to_array<MetadataOverride>(
                {{"a.int", std::uint32_t(random())}, {"b.float", 1.0F / float(1 + random() % 99)}, {"c", true}, {"d", text()}});
            options.overrides.assign(overrides.begin(), overrides.begin() + static_cast<std::ptrdiff_t>(random() % 5));
            options.split = std::to_array<SplitOptions>({{},
                                                         {.asSource = true},
                                                         {.maxBytes = 1 + random()},
                                                         {.maxTensors = 1 + std::uint32_t(random() % 1000)}})[random() % 4];
            const std::string json = planJson(document);
            QVERIFY2(parsePlan(json) == document, json.c_str());
            QCOMPARE(planJson(parsePlan(json)), json);
        }
    }

    void namesThatAreNoUtf8StillGiveJson() {
        PlanDocument document;
        document.preset = "Q8_0";
        document.modelName = "caf\xE9";
        QCOMPARE(parsePlan(planJson(document)).modelName, std::string("caf\xEF\xBF\xBD"));
    }

    void refusesWhatItDoesNotUnderstand_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char* name, const std::string& json, const char* says) {
            QTest::newRow(name) << QByteArray::fromStdString(json) << QByteArray(says);
        };
        row("no JSON", "plan", "is no valid JSON at byte 1");
        row("cut short", R"({"quantlathe_plan": 1, )", "is no valid JSON at byte");
        row("something behind", R"({"quantlathe_plan": 1, "format": "gguf", "preset": "F16"} x)", "is no valid JSON");
        row("comment", withEntry("/* why */ \"model\": \"m\""), "is no valid JSON");
        row("bad UTF-8", withEntry("\"model\": \"\xFF\""), "is no valid JSON");
        row("number beyond a double", withEntry("\"model\": 1e999"), "holds a number that is too large");
        row("no object", "[1]", "The document must be an object");
        row("no plan", "{}", "has no key quantlathe_plan");
        row("no preset", R"({"quantlathe_plan": 1, "format": "gguf"})", "must name a format and a preset");
        row("next version", R"({"quantlathe_plan": 2})", "is 2, this program reads version 1");
        row("version as text", R"({"quantlathe_plan": "1"})", "reads version 1");
        row("unknown key", withEntry(R"("perset": "Q8_0")"), "/perset is an unknown key");
        row("duplicate key", withEntry(R"("preset": "Q8_0")"), "has the key preset twice");
        row("duplicate weight", withEntry(R"("weights": {"a": "Q8_0", "a": "F16"})"), "has the key a twice");
        row("rules no list", withEntry(R"("rules": {})"), "/rules must be a list");
        row("rule no object", withEntry(R"("rules": [1])"), "/rules/0 must be an object");
        row("rule without encoding", withEntry(R"("rules": [{"glob": "*"}])"), "/rules/0 has no encoding");
        row("rule without condition", withEntry(R"("rules": [{"encoding": "F16"}])"), "/rules/0 has no condition");
        row("unknown key of a rule", withEntry(R"("rules": [{"glob": "*", "encoding": "F16", "layer": 1}])"),
            "/rules/0/layer is an unknown");
        row("unknown role", withEntry(R"("rules": [{"role": "head", "encoding": "F16"}])"),
            "/rules/0/role is no known role: head");
        row("layers turned round", withEntry(R"("rules": [{"layers": [3, 1], "encoding": "F16"}])"),
            "/rules/0/layers must name");
        row("three layers", withEntry(R"("rules": [{"layers": [1, 2, 3], "encoding": "F16"}])"), "/rules/0/layers must be two");
        row("negative layer", withEntry(R"("rules": [{"layers": [-1, 2], "encoding": "F16"}])"), "/rules/0/layers/0 must be");
        row("layer beyond 32 bits", withEntry(R"("rules": [{"layers": [1, 4294967296], "encoding": "F16"}])"),
            "/rules/0/layers/1 must be");
        row("fraction of a layer", withEntry(R"("rules": [{"layers": [0.5, 2], "encoding": "F16"}])"),
            "/rules/0/layers/0 must be");
        row("weights no object", withEntry(R"("weights": ["a"])"), "/weights must be an object");
        row("encoding no text", withEntry(R"("weights": {"a/b~": 1})"), "/weights/a~1b~0 must be a text");
        row("pinned no list", withEntry(R"("pinned": {"a": "Q8_0"})"), "/pinned must be a list of names");
        row("pinned no text", withEntry(R"("pinned": ["a", 1])"), "/pinned/1 must be a text");
        row("unknown effort", withEntry(R"("effort": "High")"), R"(/effort must be "normal" or "high")");
        row("effort no text", withEntry(R"("effort": 1)"), "/effort must be a text");
        row("pure no truth", withEntry(R"("pure": 1)"), "/pure must be true or false");
        row("header no truth", withEntry(R"("keep_header": 1)"), "/keep_header must be true or false");
        row("prune no list", withEntry(R"("prune_layers": 3)"), "/prune_layers must be a list");
        row("prune not ascending", withEntry(R"("prune_layers": [3, 3])"), "/prune_layers/1 must be larger");
        row("prune no layer", withEntry(R"("prune_layers": [-1])"), "/prune_layers/0 must be a whole number");
        row("override no object", withEntry(R"("override_kv": ["a=int:1"])"), "/override_kv/0 must be an object");
        row("override type", withEntry(R"("override_kv": [{"key": "a", "type": "u64", "value": 1}])"),
            "/override_kv/0/type must be int, float, bool or str");
        row("override of a split key", withEntry(R"("override_kv": [{"key": "split.no", "type": "int", "value": 1}])"),
            "/override_kv/0 cannot be: split.no cannot be overridden");
        row("override too large", withEntry(R"("override_kv": [{"key": "a", "type": "int", "value": 4294967296}])"),
            "/override_kv/0/value must be a whole number from 0 to 4294967295");
        row("override too large a float", withEntry(R"("override_kv": [{"key": "a", "type": "float", "value": 1e300}])"),
            "not finite");
        row("two splits", withEntry(R"("split": {"max_bytes": 1, "max_tensors": 1})"), "/split must be an object of one key");
        row("empty files", withEntry(R"("split": {"max_tensors": 0})"), "/split/max_tensors must be a whole number from 1");
        row("machine no object", withEntry(R"("machine": 1)"), "/machine must be an object");
        row("machine without limits", withEntry(R"("machine": {"context_tokens": 1})"), "/machine has no limits");
        row("limit of nothing", withEntry(R"("machine": {"limits": [{"bytes": 1}]})"), "/machine/limits/0 must be an object");
        row("limit of something else", withEntry(R"("machine": {"limits": [{"of": "disk"}]})"), "/machine/limits/0/of must be");
        row("limit with another's key", withEntry(R"("machine": {"limits": [{"of": "speed", "bytes": 1}]})"),
            "/machine/limits/0/bytes is an unknown");
        row("negative limit", withEntry(R"("machine": {"limits": [{"of": "file", "bytes": -1}]})"),
            "/machine/limits/0/bytes must be a number that");
        row("nested too deeply", withEntry("\"rules\": " + std::string(100'000, '[')), "is nested too deeply");
    }
    void moreValuesThanAnyPlanHasAreRefused() {
        std::string lists = "[]";
        for (int i = 0; i < 1'000'000; ++i) {
            lists += ",[]";
        }
        const std::string rules = refusal(withEntry("\"rules\": [" + lists.substr(0, 3 * 10'001 - 1) + "]"));
        QVERIFY2(rules.find("holds 10 001 rules, at most 10 000 are read") != std::string::npos, rules.c_str());
        const std::string detail = refusal(withEntry("\"rules\": [" + lists + "]"));
        QVERIFY2(detail.find("holds more than 2 000 000 values") != std::string::npos, detail.c_str());
    }
    void refusesWhatItDoesNotUnderstand() {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, says);
        const std::string detail = refusal(json.toStdString());
        QVERIFY2(detail.find(says.toStdString()) != std::string::npos, detail.c_str());
    }

    void manyWeightsAreRead() {
        PlanDocument document;
        document.preset = "Q8_0";
        for (int i = 0; i < 100'000; ++i) {
            document.weights["blk." + std::to_string(i) + ".ffn_down.weight"] = "Q4_K";
        }
        QVERIFY(parsePlan(planJson(document)) == document);
    }

    void tensorTypeOptionIsARegex() {
        const PlanRule rule = ruleFromTensorTypeOption(R"(BLK\.\D+=attn_V=q6_k)");
        QCOMPARE(*rule.regex, std::string(R"(blk\.\D+=attn_v)")); // lower-cased but for escapes; the last sign parts
        QCOMPARE(rule.encoding, std::string("Q6_K"));
        for (const char* bad : {"attn_v", "=Q6_K", "attn_v=", ""}) {
            const auto error = test::errorOf([&] { static_cast<void>(ruleFromTensorTypeOption(bad)); });
            QVERIFY(error && error->kind() == ErrorKind::badInput);
        }
    }
};

QTEST_APPLESS_MAIN(TestPlanJson)
#include "tst_plan_json.moc"
