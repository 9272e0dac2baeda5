// SPDX-License-Identifier: GPL-3.0-or-later
// A model that is cut, changed or removed while its weights are read: every reader says so, and nothing is kept.
#include "weights/block_levels.h"
#include "weights/compare.h"
#include "weights/encoding_error.h"
#include "weights/result_cache.h"
#include "weights/statistics.h"
#include "weights/weight_fixture.h"
#include "weights/weight_rows.h"

#include <chrono>
#include <functional>

using namespace quantlathe;
using test::ModelMaker;
namespace fs = std::filesystem;

namespace {

using Read = std::function<void(const Model& model, const Weight& weight)>;

struct Reader {
    const char* name;
    Read read;
};

const Encoding& q8() {
    return *encodingByName("Q8_0");
}

/// The first ones give single tiles, which are only asked whether they are whole.
constexpr std::size_t tileReaders = 2;
const std::vector<Reader>& readers() {
    static const std::vector<Reader> all{
        {"rows",
         [](const Model& model, const Weight& weight) {
             std::vector<float> values(weight.elements());
             readRows(model, weight, 0, values);
         }},
        {"stored values",
         [](const Model& model, const Weight& weight) {
             std::vector<float> values(weight.elements());
             readStoredValues(model, weight, 0, values);
         }},
        {"statistics",
         [](const Model& model, const Weight& weight) {
             ThreadArena arena(2);
             Progress progress;
             static_cast<void>(computeStatistics(model, weight, arena, progress, {}));
         }},
        {"decoded statistics",
         [](const Model& model, const Weight& weight) {
             ThreadArena arena(2);
             Progress progress;
             static_cast<void>(decodedStatistics(model, weight, q8(), {}, arena, progress, {}));
         }},
        {"maxima",
         [](const Model& model, const Weight& weight) {
             ThreadArena arena(2);
             Progress progress;
             static_cast<void>(absoluteMaxima(model, weight, arena, progress, {}));
         }},
        {"error of an encoding",
         [](const Model& model, const Weight& weight) {
             ThreadArena arena(2);
             static_cast<void>(measureError(model, weight, q8(), {}, {.exact = true}, arena, {}));
         }},
        {"comparison",
         [](const Model& model, const Weight&) {
             ThreadArena arena(2);
             Progress progress;
             static_cast<void>(compareModels(model, model, arena, progress, {}));
         }},
        {"levels of a block",
         [](const Model& model, const Weight& weight) {
             static_cast<void>(blockLevels(model, weight, q8(), {}, weight.rows() - 1, 0));
         }},
    };
    return all;
}

} // namespace

class TestChangedModel : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    const std::vector<float> values_ = test::normalValues(600 * 512, 1);

    [[nodiscard]] fs::path file() const { return fs::path(folder_.path().toStdString()) / "model.bin"; }
    [[nodiscard]] std::shared_ptr<const Model> modelOf(ElementType type) const {
        ModelMaker maker;
        switch (type) {
        case ElementType::BF16: maker.add("w", type, {600, 512}, test::bytesOf(test::bf16Of(values_))); break;
        case ElementType::Q4_0: maker.add("w", type, {600, 512}, test::encoded("Q4_0", values_, 512)); break;
        default: maker.add("w", type, {600, 512}, test::bytesOf(values_)); break;
        }
        return maker.make(folder_);
    }
    void addRows(std::size_t first = 0) {
        QTest::addColumn<int>("type");
        QTest::addColumn<int>("reader");
        for (const ElementType type : {ElementType::F32, ElementType::BF16, ElementType::Q4_0}) {
            for (std::size_t i = first; i < readers().size(); ++i) {
                QTest::addRow("%s of %s", readers()[i].name, std::string(info(type).name).c_str())
                    << static_cast<int>(type) << static_cast<int>(i);
            }
        }
    }
    void sayChanged(const Model& model, int reader) {
        const auto error = test::errorOf([&] { readers()[static_cast<std::size_t>(reader)].read(model, *model.find("w")); });
        QVERIFY(error);
        QCOMPARE(error->exitCode(), 2);
        QVERIFY2(QString(error->what()).contains("The model was changed while it was read"), error->what());
    }

private slots:
    void anUnchangedModelIsRead_data() { addRows(); }
    void anUnchangedModelIsRead() {
        QFETCH(int, type);
        QFETCH(int, reader);
        const auto model = modelOf(static_cast<ElementType>(type));
        readers()[static_cast<std::size_t>(reader)].read(*model, *model->find("w"));
    }

    void aCutModelIsAnError_data() { addRows(); }
    void aCutModelIsAnError() {
        QFETCH(int, type);
        QFETCH(int, reader);
        const auto model = modelOf(static_cast<ElementType>(type));
        fs::resize_file(file(), 5000);
        sayChanged(*model, reader);
    }

    void anotherContentIsAnError_data() { addRows(tileReaders); }
    void anotherContentIsAnError() {
        QFETCH(int, type);
        QFETCH(int, reader);
        const auto model = modelOf(static_cast<ElementType>(type));
        fs::last_write_time(file(), fs::last_write_time(file()) + std::chrono::seconds(1));
        sayChanged(*model, reader);
    }

    void nothingOfAChangedModelIsKept() {
        const QTemporaryDir kept;
        const auto model = modelOf(ElementType::BF16);
        const Weight& weight = *model->find("w");
        fs::last_write_time(file(), fs::last_write_time(file()) + std::chrono::seconds(1));
        ThreadArena arena(2);
        Progress progress;
        ResultCache cache(kept.path().toStdString());
        QVERIFY(test::errorOf([&] { static_cast<void>(computeStatistics(*model, weight, &cache, arena, progress, {})); }));
        QVERIFY(!cache.findStatistics(*model, weight));
    }
};

QTEST_APPLESS_MAIN(TestChangedModel)
#include "tst_changed_model.moc"
