// SPDX-License-Identifier: GPL-3.0-or-later
// What llama.cpp's converter makes of the image parts of synthetic models (tests/data/gguf/mmproj.json): keys, names, order,
// types and bytes of the file that a job writes.
#include "base/error.h"
#include "convert/convert_support.h"
#include "model/golden_image_parts.h"
#include "model/vision/image_part.h"

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

ImagePart partIn(const HfFolder& folder) {
    return imagePartOf(*openModel(folder.path()));
}

/// Two tables of the recorded converter have the second norm of Llama 4's layers: it writes the name that only Gemma 4's loader
/// knows. Llama 4's wants the older one.
std::string fileName(const std::string& model, std::string name) {
    constexpr std::string_view recorded = ".attn_post_norm.";
    if (const std::size_t at = name.find(recorded); model == "llama4" && at != std::string::npos) {
        name.replace(at, recorded.size(), ".ln2.");
    }
    return name;
}

/// Why the part is refused.
QString refusalIn(const HfFolder& folder) {
    try {
        static_cast<void>(partIn(folder));
    } catch (const Error& error) {
        return QString::fromStdString(error.title() + ' ' + error.detail());
    }
    return {};
}

OrderedJson plain(const MetadataValue& value) {
    return std::visit(
        [](const auto& held) -> OrderedJson {
            if constexpr (std::is_same_v<std::decay_t<decltype(held)>, MetadataArray>) {
                return std::visit([](const auto& values) { return OrderedJson(values); }, held);
            } else {
                return held;
            }
        },
        value);
}

} // namespace

class TestImagePart : public QObject {
    Q_OBJECT
private slots:
    void fileIsThatOfTheReference_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("type");
        for (const auto& [model, golden] : goldenImageParts().items()) {
            for (const char* const type : {"f32", "f16", "bf16", "q8_0"}) {
                QTest::addRow("%s %s", model.c_str(), type) << QString::fromStdString(model) << QString(type);
            }
        }
    }
    void fileIsThatOfTheReference() {
        QFETCH(QString, model);
        QFETCH(QString, type);
        const std::string name = model.toStdString();
        const auto folder = folderOfPart(name);
        QTemporaryDir out;
        const std::filesystem::path file = out.filePath("mmproj.gguf").toStdString();
        const ConvertReport report =
            convertQuietly(planFor(partIn(*folder).model, type.toUpper().toStdString()), file, {}, smallTuning());
        QCOMPARE(report.destination, file);
        const Checkpoint written = openCheckpoint(file);
        const OrderedJson& expected = goldenImageParts().at(name).at(type.toStdString());
        QCOMPARE(written.tensors().size(), expected.size());
        std::size_t i = 0;
        for (const auto& [recorded, entry] : expected.items()) {
            const TensorInfo& tensor = written.tensors()[i++];
            QCOMPARE(tensor.name, fileName(name, recorded));
            QCOMPARE(std::string(info(tensor.type).name), entry.at(0).get<std::string>());
            std::vector<std::uint64_t> shape = entry.at(1).get<std::vector<std::uint64_t>>();
            std::ranges::reverse(shape);
            QVERIFY2(tensor.shape == shape, tensor.name.c_str());
            QVERIFY2(sha256(written.bytes(tensor)) == entry.at(2).get<std::string>(), tensor.name.c_str());
        }
    }

    void keysAreThoseOfTheReference_data() {
        QTest::addColumn<QString>("model");
        for (const auto& [model, golden] : goldenImageParts().items()) {
            QTest::newRow(model.c_str()) << QString::fromStdString(model);
        }
    }
    void keysAreThoseOfTheReference() {
        QFETCH(QString, model);
        const auto folder = folderOfPart(model.toStdString());
        const ImagePart part = partIn(*folder);
        QVERIFY(!part.leftOut);
        QVERIFY(hasImagePart(part.model->checkpoint()));
        std::vector<OrderedJson> expected;
        for (const OrderedJson& key : goldenImageParts().at(model.toStdString()).at("keys")) {
            // The writer of a file adds these two; the name was given on the command line of the reference.
            if (key.at(0) != "general.file_type" && key.at(0) != "general.quantization_version") {
                expected.push_back(key);
            }
        }
        const auto& pairs = part.model->ggufMetadata().pairs();
        QCOMPARE(pairs.size(), expected.size());
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            QCOMPARE(pairs[i].key, expected[i].at(0).get<std::string>());
            if (pairs[i].key != "general.name") {
                QVERIFY2(plain(pairs[i].value) == expected[i].at(2), pairs[i].key.c_str());
            }
        }
    }

    /// With these names the recorded converter leaves out the embedding that llama.cpp's loader asks for.
    void rowsEndWithATokenWhateverTheEmbeddingIsCalled() {
        const OrderedJson& golden = goldenImageParts().at("mistral3");
        Shapes shapes;
        for (const auto& [name, shape] : storedShapes(golden)) {
            shapes[name.starts_with("model.") ? "language_model." + name : name] = shape;
        }
        const auto folder = folderWith(golden, shapes);
        const ImagePart part = partIn(*folder);
        const Weight* const row = part.model->find("v.token_embd.img_break");
        QVERIFY(row != nullptr);
        std::vector<float> values(row->elements());
        readRows(*part.model, *row, 0, values);
        const std::vector<float> all = computedValues("language_model.model.embed_tokens.weight", 40 * 64);
        QVERIFY(std::ranges::equal(values, std::span(all).subspan(12 * 64, 64)));
    }

    /// As transformers saves them since the tower has no name of its own inside.
    void namesMayBeOldOrNew() {
        const OrderedJson& golden = goldenImageParts().at("gemma3");
        Shapes shapes;
        for (const auto& [name, shape] : storedShapes(golden)) {
            std::string other = name;
            if (const std::size_t at = other.find("vision_model."); at != std::string::npos) {
                other.erase(at, std::string("vision_model.").size());
            }
            shapes["model." + other] = shape;
        }
        const auto folder = folderWith(golden, shapes);
        QCOMPARE(partIn(*folder).model->weights().size(), golden.at("f32").size());
    }

    void onlyTypesThatTheReferenceKnows() {
        const auto folder = folderOfPart("qwen3vl");
        const auto part = partIn(*folder).model;
        QVERIFY_THROWS_EXCEPTION(Error, planFor(part, "Q4_K_M"));
    }

    void whatHearsIsLeftOut() {
        const OrderedJson& golden = goldenImageParts().at("gemma4");
        Shapes shapes = storedShapes(golden);
        shapes["model.audio_tower.output_proj.weight"] = {64, 64};
        const auto folder = folderWith(golden, shapes);
        const ImagePart part = partIn(*folder);
        QVERIFY(part.leftOut.has_value());
        QCOMPARE(part.model->weights().size(), golden.at("f32").size());
    }

    void refusesWhatIsNotThere() {
        const HfFolder text;
        text.write("config.json", QJsonObject{{"architectures", QJsonArray{"LlamaForCausalLM"}}});
        text.writeWeights(llamaShapes());
        QVERIFY2(refusalIn(text).contains("no image part"), qPrintable(refusalIn(text)));
        QVERIFY(!hasImagePart(openCheckpoint(text.path())));

        OrderedJson golden = goldenImageParts().at("qwen3vl");
        const Shapes shapes = storedShapes(golden);
        golden["config"]["architectures"] = {"OtherForConditionalGeneration"};
        QVERIFY(refusalIn(*folderWith(golden, shapes)).contains("OtherForConditionalGeneration"));
    }

    void refusesWhatDoesNotFit_data() {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("says");
        QTest::newRow("a tensor is missing") << "missing"
                                             << "blocks.1.norm2.weight";
        QTest::newRow("a shape") << "shape"
                                 << "[63, 64]";
        QTest::newRow("a layer too many") << "layer"
                                          << "has 3 layers";
        QTest::newRow("an unknown tensor") << "unknown"
                                           << "has no place";
        QTest::newRow("heads") << "heads"
                               << "do not divide";
        QTest::newRow("a tap") << "tap"
                               << "names layer 9";
        QTest::newRow("no layers") << "depth"
                                   << "num_hidden_layers";
        QTest::newRow("a list for a number") << "list"
                                             << "hidden_size";
        QTest::newRow("no colours") << "colours"
                                    << "image_mean";
    }
    void refusesWhatDoesNotFit() {
        QFETCH(QString, change);
        QFETCH(QString, says);
        OrderedJson golden = goldenImageParts().at("qwen3vl");
        OrderedJson& vision = golden["config"]["vision_config"];
        Shapes shapes = storedShapes(golden);
        if (change == "missing") {
            shapes.erase("model.visual.blocks.1.norm2.weight");
        } else if (change == "shape") {
            shapes["model.visual.blocks.0.attn.proj.weight"] = {63, 64};
        } else if (change == "layer") {
            shapes["model.visual.blocks.3.norm1.weight"] = {64};
        } else if (change == "unknown") {
            shapes["model.visual.blocks.0.norm9.weight"] = {64};
        } else if (change == "heads") {
            vision["num_heads"] = 5;
        } else if (change == "tap") {
            vision["deepstack_visual_indexes"] = {0, 9};
        } else if (change == "depth") {
            vision["depth"] = 0;
        } else if (change == "list") {
            vision["hidden_size"] = {64};
        } else {
            golden["files"] = OrderedJson::object();
        }
        const QString refusal = refusalIn(*folderWith(golden, shapes));
        QVERIFY2(refusal.contains(says), qPrintable(refusal));
    }

    void refusesARowThatNoTokenHas() {
        OrderedJson golden = goldenImageParts().at("mistral3");
        golden["files"]["tokenizer_config.json"] = {{"added_tokens_decoder", {{"40", {{"content", "[IMG_BREAK]"}}}}}};
        QVERIFY(refusalIn(*folderWith(golden, storedShapes(golden))).contains("none for token 40"));
        golden["files"].erase("tokenizer_config.json");
        QVERIFY(refusalIn(*folderWith(golden, storedShapes(golden))).contains("[IMG_BREAK]"));
    }
};

QTEST_APPLESS_MAIN(TestImagePart)
#include "tst_image_part.moc"
