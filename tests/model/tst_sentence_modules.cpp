// SPDX-License-Identifier: GPL-3.0-or-later
// Folders of sentence-transformers and classifiers: how vectors are pooled, what no GGUF file holds, names with a wrapper in
// front, labels that the library made up.
#include "model/sentence_modules.h"

#include "model/assumptions.h"
#include "model/golden_conversion.h"

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

QJsonObject module(const QString& kind, const QString& path) {
    return {{"type", "sentence_transformers.models." + kind}, {"path", path}};
}

/// A recorded encoder with files of sentence-transformers, renamed or enlarged.
class Folder {
public:
    explicit Folder(const QString& model = "bert")
        : config_(goldenConversion(model).value("config").toObject()), shapes_(shapesOf(goldenConversion(model))) {}

    Folder& modules(const QJsonArray& list) {
        folder_.write("modules.json", QJsonDocument(list).toJson());
        return *this;
    }
    Folder& pooling(const QJsonObject& settings) {
        std::filesystem::create_directory(folder_.path() / "1_Pooling");
        folder_.write("1_Pooling/config.json", settings);
        return *this;
    }
    Folder& with(const QString& member, const QJsonValue& value) {
        config_.insert(member, value);
        return *this;
    }
    Folder& add(const std::string& tensor, const std::vector<std::uint64_t>& shape) {
        shapes_[tensor] = shape;
        return *this;
    }
    Folder& inFront(const std::string& prefix) {
        Shapes renamed;
        for (const auto& [name, shape] : shapes_) {
            renamed[prefix + name] = shape;
        }
        shapes_ = renamed;
        return *this;
    }
    [[nodiscard]] std::shared_ptr<const Model> open() const {
        folder_.write("config.json", config_);
        folder_.writeWeights(shapes_);
        return openModel(folder_.path());
    }

private:
    HfFolder folder_;
    QJsonObject config_;
    Shapes shapes_;
};

const QJsonArray transformerAndPooling{module("Transformer", ""), module("Pooling", "1_Pooling")};

std::string whyNot(const Model& model) {
    return model.notUnderstood().value_or("understood");
}

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

class TestSentenceModules : public QObject {
    Q_OBJECT
private slots:
    void poolAsTheirSettingsSay_data() {
        QTest::addColumn<QString>("mode");
        QTest::addColumn<int>("number");
        QTest::newRow("mean") << "pooling_mode_mean_tokens" << 1;
        QTest::newRow("first") << "pooling_mode_cls_token" << 2;
        QTest::newRow("last") << "pooling_mode_lasttoken" << 3;
    }
    void poolAsTheirSettingsSay() {
        QFETCH(QString, mode);
        QFETCH(int, number);
        Folder folder;
        const auto model = folder.modules(transformerAndPooling).pooling({{mode, true}}).open();
        QCOMPARE(whyNot(*model), std::string("understood"));
        QCOMPARE(model->ggufMetadata().integer("bert.pooling_type").value_or(0), std::int64_t{number});
        QVERIFY(remarksOn(*model).empty());
    }

    void otherWaysAreNamed() {
        Folder folder;
        folder.modules(transformerAndPooling);
        QVERIFY2(says(whyNot(*folder.open()), "1_Pooling/config.json is missing"), whyNot(*folder.open()).c_str());
        const std::string maximum = whyNot(*folder.pooling({{"pooling_mode_max_tokens", true}}).open());
        QVERIFY2(says(maximum, "1_Pooling/config.json pools vectors in a way") && says(maximum, "pooling_mode_max_tokens"),
                 maximum.c_str());
        QVERIFY(says(whyNot(*folder.pooling({}).open()), "none that is known"));
        const std::string noList = whyNot(*Folder().modules({}).with("architectures", QJsonArray{"BertModel"}).open());
        QCOMPARE(noList, std::string("understood")); // an empty list names no way
    }

    void pathsThatLeadOutAreNotFollowed() {
        const auto model = Folder().modules({module("Transformer", ""), module("Pooling", "../elsewhere")}).open();
        QCOMPARE(whyNot(*model), std::string("understood"));
        QVERIFY(!model->ggufMetadata().contains("bert.pooling_type"));
    }

    void whatNoFileHoldsIsSaid() {
        QJsonArray modules = transformerAndPooling;
        modules.append(module("Dense", "2_Dense"));
        modules.append(module("Normalize", "3_Normalize"));
        Folder folder;
        folder.modules(modules).pooling({{"pooling_mode_mean_tokens", true}, {"pooling_mode_cls_token", true}});
        const auto model = folder.open();
        QCOMPARE(whyNot(*model), std::string("understood"));
        const auto remarks = remarksOn(*model);
        QCOMPARE(remarks.size(), std::size_t{2});
        QVERIFY2(says(remarks[0], "2_Dense (Dense) of modules.json changes the vectors"), remarks[0].c_str());
        QVERIFY2(says(remarks[1], "says only the first of them, pooling_mode_mean_tokens"), remarks[1].c_str());
    }

    void namesOfWrappersAreCut_data() {
        QTest::addColumn<QString>("prefix");
        for (const char* const prefix : {"auto_model.", "0.auto_model.", "model.", "module.0.auto_model."}) {
            QTest::newRow(prefix) << prefix;
        }
    }
    void namesOfWrappersAreCut() {
        QFETCH(QString, prefix);
        const auto model = Folder().inFront(prefix.toStdString()).open();
        QCOMPARE(whyNot(*model), std::string("understood"));
        QVERIFY(model->find("blk.1.attn_q.weight") != nullptr);
    }

    void labelsOfClassifiersAreListed() {
        const QJsonObject madeUp{{"0", "LABEL_0"}, {"1", "LABEL_1"}};
        for (const QJsonValue& said : {QJsonValue(madeUp), QJsonValue(QJsonValue::Null)}) {
            const auto model = Folder()
                                   .with("architectures", QJsonArray{"BertForSequenceClassification"})
                                   .with("id2label", said)
                                   .add("classifier.weight", {2, 64})
                                   .add("classifier.bias", {2})
                                   .open();
            QCOMPARE(whyNot(*model), std::string("understood"));
            QVERIFY(model->find("cls.output.weight") != nullptr && model->find("cls.weight") == nullptr);
            const auto* const labels = std::get_if<MetadataArray>(model->ggufMetadata().find("bert.classifier.output_labels"));
            QVERIFY(labels != nullptr);
            QCOMPARE(std::get<std::vector<std::string>>(*labels), (std::vector<std::string>{"LABEL_0", "LABEL_1"}));
            // The recorded model has a pooler, which the classifier would need.
            QCOMPARE(remarksOn(*model).size(), std::size_t{1});
            QVERIFY2(says(remarksOn(*model).front(), "pooler.dense"), remarksOn(*model).front().c_str());
        }
        QVERIFY(!Folder().with("id2label", madeUp).open()->ggufMetadata().contains("bert.classifier.output_labels"));
    }

    void aClassifierOfTwoMatricesIsOne() {
        const auto model = Folder("distilbert")
                               .with("architectures", QJsonArray{"DistilBertForSequenceClassification"})
                               .add("pre_classifier.weight", {64, 64})
                               .add("pre_classifier.bias", {64})
                               .add("classifier.weight", {2, 64})
                               .add("classifier.bias", {2})
                               .open();
        QCOMPARE(whyNot(*model), std::string("understood"));
        QVERIFY(model->find("cls.weight") != nullptr && model->find("cls.output.weight") != nullptr);
    }

    void aModelInAFolderOfTheFolderIsNamed() {
        const HfFolder folder;
        folder.write("modules.json", QJsonDocument(transformerAndPooling).toJson());
        std::filesystem::create_directory(folder.path() / "0_Transformer");
        folder.write("0_Transformer/config.json", goldenConversion("bert").value("config").toObject());
        folder.writeWeights(shapesOf(goldenConversion("bert")), "0_Transformer/model.safetensors");
        const auto error = errorOf([&] { (void)openModel(folder.path()); });
        QVERIFY(error);
        QVERIFY2(says(error->detail(), "One lies in its folder 0_Transformer: open that."), error->detail().c_str());
    }
};

QTEST_APPLESS_MAIN(TestSentenceModules)
#include "tst_sentence_modules.moc"
