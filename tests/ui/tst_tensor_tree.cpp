// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/test_support.h"
#include "ui/headless/wait.h"
#include "ui/models/tensor_tree_model.h"
#include "ui/text/numbers.h"
#include "ui/window/tensors_dock.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <QAbstractItemModelTester>
#include <QAbstractItemView>
#include <QComboBox>
#include <QDir>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTreeView>
#include <set>

using namespace quantlathe;
using namespace quantlathe::ui;

namespace {

/// A safetensors file that is all header: one F32 value a tensor, an architecture that nobody knows.
std::filesystem::path writeManyTensors(const QTemporaryDir& folder, int layers, int perLayer) {
    std::string header = "{";
    std::uint64_t offset = 0;
    std::set<std::string> order; // as files have them: 0, 1, 10, 11, 2
    for (int layer = 0; layer < layers; ++layer) {
        order.insert(std::to_string(layer));
    }
    for (const std::string& layer : order) {
        for (int i = 0; i < perLayer; ++i) {
            header += fmt::format(R"({}"net.{}.mixer.w{}.weight":{{"dtype":"F32","shape":[1,1],"data_offsets":[{},{}]}})",
                                  offset == 0 ? "" : ",", layer, i, offset, offset + 4);
            offset += 4;
        }
    }
    header += "}";
    header.resize((header.size() + 7) / 8 * 8, ' ');
    std::vector<std::byte> bytes(8 + header.size() + offset);
    const std::uint64_t size = header.size();
    std::memcpy(bytes.data(), &size, 8);
    std::memcpy(bytes.data() + 8, header.data(), header.size());
    const std::filesystem::path file = folder.filePath("many.safetensors").toStdString();
    test::writeAll(file, bytes);
    return file;
}

struct Opened {
    Session session;
    StatisticsService statistics{session,
                                 std::make_shared<ResultCache>(QDir::tempPath().toStdString() + "/quantlathe-tree-test")};
    TensorTreeModel tree{session, statistics};

    bool open(const std::filesystem::path& path) {
        session.open(path);
        return waitUntil([this] { return session.model() && (session.plan() || !session.whyNotConvertible().isEmpty()); },
                         20'000);
    }
};

QModelIndex childNamed(const TensorTreeModel& tree, const QModelIndex& parent, const QString& name) {
    for (int row = 0; row < tree.rowCount(parent); ++row) {
        if (tree.index(row, 0, parent).data().toString() == name) {
            return tree.index(row, 0, parent);
        }
    }
    return {};
}

} // namespace

class TestTensorTree : public QObject {
    Q_OBJECT
private slots:
    void ordersLayersModulesTensors() {
        Opened opened;
        QVERIFY(opened.open(test::resourceFile("sample")));
        QAbstractItemModelTester tester(&opened.tree);
        const QModelIndex layer = childNamed(opened.tree, {}, QStringLiteral("layer 3"));
        QVERIFY(layer.isValid());
        const QModelIndex attention = childNamed(opened.tree, layer, QStringLiteral("attention"));
        QVERIFY(attention.isValid());
        const QModelIndex query = childNamed(opened.tree, attention, QStringLiteral("attn_q"));
        QVERIFY(query.isValid());
        QCOMPARE(query.siblingAtColumn(1).data().toString(), QStringLiteral("256 × 256"));
        QCOMPARE(opened.tree.titleOf(query), QStringLiteral("layer 3, attn_q"));
        QVERIFY(childNamed(opened.tree, {}, QStringLiteral("token_embd")).isValid());
        // 6 layers and three tensors of the whole model
        QCOMPARE(opened.tree.rowCount(), 9);
        QCOMPARE(opened.tree.weightsOf(layer).size(), std::size_t{9});
    }

    void filters_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("shown");
        QTest::newRow("all") << "" << 57;
        QTest::newRow("part of a name") << "ffn_down" << 6;
        QTest::newRow("Hugging Face's name") << "down_proj" << 6;
        QTest::newRow("case does not count") << "FFN_Down" << 6;
        QTest::newRow("glob over the whole name") << "*.ffn_down" << 6;
        QTest::newRow("glob that matches nothing") << "ffn_down*x" << 0;
        QTest::newRow("role") << "role:attn_q" << 6;
        QTest::newRow("layers") << "layer:2-3" << 18;
        QTest::newRow("one layer and a word") << "layer:2 attn" << 5;
        QTest::newRow("planned encoding") << "type:F32" << 13;
    }
    void filters() {
        QFETCH(QString, text);
        QFETCH(int, shown);
        Opened opened;
        QVERIFY(opened.open(test::resourceFile("sample")));
        opened.tree.setFilter(text);
        QCOMPARE(static_cast<int>(opened.tree.shownWeights()), shown);
    }

    void escapeInTheEditorChangesNothing() {
        Opened opened;
        QVERIFY(opened.open(test::resourceFile("sample")));
        TensorsDock dock(opened.session, opened.statistics);
        dock.resize(600, 800);
        dock.show();
        QVERIFY(QTest::qWaitForWindowExposed(&dock));
        QTreeView& view = dock.view();
        const QModelIndex layer = childNamed(dock.model(), {}, QStringLiteral("layer 0"));
        const QModelIndex module = childNamed(dock.model(), layer, QStringLiteral("feed-forward"));
        view.expand(layer);
        view.expand(module);
        const QModelIndex down = childNamed(dock.model(), module, QStringLiteral("ffn_down"));
        view.setFocus();
        view.setCurrentIndex(down);
        const auto before = opened.session.plan();
        const auto editor = [&] { return view.findChild<QComboBox*>(); };
        const auto isOpen = [&] { return editor() != nullptr && editor()->view()->isVisible(); };

        QTest::keyClick(&view, Qt::Key_F2);
        QVERIFY(waitUntil(isOpen));
        QTest::keyClick(editor()->view(), Qt::Key_Down);
        QTest::keyClick(editor()->view(), Qt::Key_Escape);
        QVERIFY2(waitUntil([&] { return editor() == nullptr; }, 10'000), "a list that is closed is the end of the editor");
        QCOMPARE(view.currentIndex().row(), down.row());
        QTest::keyClick(&view, Qt::Key_Down);
        QTest::keyClick(&view, Qt::Key_Escape);
        view.clearFocus();
        settle(100);
        QCOMPARE(opened.session.plan(), before);
        QVERIFY(!opened.session.history().canUndo());
        QVERIFY(view.isExpanded(layer) && view.isExpanded(module));

        // What is chosen with Return is the plan's.
        view.setCurrentIndex(down);
        QTest::keyClick(&view, Qt::Key_F2);
        QVERIFY(waitUntil(isOpen));
        const int wanted = editor()->findText(QStringLiteral("Q8_0"));
        QVERIFY(wanted >= 0);
        editor()->view()->setCurrentIndex(editor()->model()->index(wanted, 0));
        QTest::keyClick(editor()->view(), Qt::Key_Return);
        QVERIFY(waitUntil([&] { return opened.session.plan() != before; }));
        QCOMPARE(std::string(opened.session.plan()->encodingOf("blk.0.ffn_down.weight")->name()), std::string("Q8_0"));
        QVERIFY(editor() == nullptr);
        QVERIFY(view.isExpanded(layer) && view.isExpanded(module));
    }

    /// The weights of such a plan have other places, names and addresses than those of the model.
    void aPlanWithPrunedLayersIsShownByName() {
        Opened opened;
        QVERIFY(opened.open(test::resourceFile("sample")));
        Session& session = opened.session;
        PlanDocument document = session.plan()->document;
        document.options.prunedLayers = {1};
        document.weights = {{"blk.1.attn_q.weight", "Q8_0"}}; // the model's layer 2
        session.usePlan(document);
        QVERIFY(waitUntil([&] { return session.plan() && !session.plan()->document.options.prunedLayers.empty(); }));
        const auto planOf = [&](const char* layer, const char* weight) {
            const QModelIndex attention =
                childNamed(opened.tree, childNamed(opened.tree, {}, QLatin1String(layer)), QStringLiteral("attention"));
            return childNamed(opened.tree, attention, QLatin1String(weight))
                .siblingAtColumn(static_cast<int>(TensorColumn::plan));
        };
        QCOMPARE(planOf("layer 2", "attn_q").data().toString(), QStringLiteral("Q8_0"));
        QVERIFY(planOf("layer 3", "attn_q").data().toString() != QStringLiteral("Q8_0"));
        QCOMPARE(planOf("layer 1", "attn_q").data().toString(), unknownText());
        for (const EncodingOption& option : opened.tree.optionsFor(planOf("layer 1", "attn_q"))) {
            QVERIFY2(!option.reason.isEmpty(), qPrintable(option.name));
        }

        const Weight* const query = session.model()->find("blk.2.attn_q.weight");
        const auto place = static_cast<std::size_t>(query - session.model()->weights().data());
        QCOMPARE(session.plannedWeight(place)->name, std::string("blk.1.attn_q.weight"));
        QCOMPARE(session.indexOfPlanned(*session.plannedWeight(place)), std::optional(place));
        opened.statistics.select(QStringLiteral("one"), {place});
        QVERIFY(waitUntil([&] { return opened.statistics.selection().error.has_value(); }));
        QCOMPARE(std::string(opened.statistics.selection().encoding->name()), std::string("Q8_0"));
        QVERIFY(opened.statistics.selection().error->relative < 0.01);

        opened.tree.setEncoding({planOf("layer 4", "attn_k")}, QStringLiteral("Q6_K"));
        QVERIFY(waitUntil([&] { return session.plan()->document.weights.contains("blk.3.attn_k.weight"); }));
        QCOMPARE(planOf("layer 4", "attn_k").data().toString(), QStringLiteral("Q6_K"));
        QVERIFY(planOf("layer 3", "attn_k").data().toString() != QStringLiteral("Q6_K"));
    }

    /// A file has its tensors in the order of their names: 0, 1, 10, 11, 2.
    void equalWeightsOfASortedListGoByLayer() {
        QTemporaryDir folder;
        Opened opened;
        QVERIFY(opened.open(writeManyTensors(folder, 12, 1)));
        QCOMPARE(opened.tree.rowCount(), 12);
        opened.tree.sort(static_cast<int>(TensorColumn::size), Qt::DescendingOrder);
        for (int row = 0; row < 12; ++row) {
            QVERIFY2(opened.tree.index(row, 0).data().toString().contains(QStringLiteral("layer %1").arg(row)),
                     qPrintable(opened.tree.index(row, 0).data().toString()));
        }
    }

    void editingAnEncodingChangesThePlan() {
        Opened opened;
        QVERIFY(opened.open(test::resourceFile("sample")));
        QVERIFY(waitUntil([&] { return !opened.session.presets().empty(); }));
        const std::uint64_t before = opened.session.planFacts()->fileBytes;
        const QModelIndex layer = childNamed(opened.tree, {}, QStringLiteral("layer 0"));
        const QModelIndex down =
            childNamed(opened.tree, childNamed(opened.tree, layer, QStringLiteral("feed-forward")), QStringLiteral("ffn_down"));
        const QModelIndex cell = down.siblingAtColumn(static_cast<int>(TensorColumn::plan));
        QVERIFY(cell.flags().testFlag(Qt::ItemIsEditable));
        QVERIFY(opened.tree.setData(cell, QStringLiteral("Q8_0"), Qt::EditRole));
        QVERIFY(waitUntil([&] { return opened.session.planFacts()->isOwnPlan; }, 10'000));
        const std::uint64_t rows = 256;
        const std::uint64_t columns = 768;
        const std::uint64_t q4 = encodingByName("Q4_K")->bytes(rows, columns);
        const std::uint64_t q8 = encodingByName("Q8_0")->bytes(rows, columns);
        QCOMPARE(opened.session.planFacts()->fileBytes, before - q4 + q8); // and nothing else has moved
        const QModelIndex after = opened.tree.indexOfWeight(opened.tree.weightsOf(cell).front());
        QCOMPARE(after.siblingAtColumn(static_cast<int>(TensorColumn::plan)).data().toString(), QStringLiteral("Q8_0"));
        QVERIFY(opened.session.history().canUndo());
        opened.session.history().undo();
        QVERIFY(waitUntil([&] { return !opened.session.planFacts()->isOwnPlan; }, 10'000));
        QCOMPARE(opened.session.planFacts()->fileBytes, before);
    }

    void saysWhyAnEncodingIsNotAllowed() {
        Opened opened;
        QVERIFY(opened.open(test::resourceFile("sample")));
        const QModelIndex norm = childNamed(opened.tree, {}, QStringLiteral("output_norm"));
        QVERIFY(norm.isValid());
        bool anyRefused = false;
        for (const EncodingOption& option : opened.tree.optionsFor(norm)) {
            anyRefused = anyRefused || !option.reason.isEmpty();
        }
        QVERIFY(anyRefused);
    }

    void sortingByANumberGivesOneList() {
        Opened opened;
        QVERIFY(opened.open(test::resourceFile("sample")));
        QAbstractItemModelTester tester(&opened.tree);
        opened.tree.sort(static_cast<int>(TensorColumn::size), Qt::DescendingOrder);
        QCOMPARE(opened.tree.rowCount(), 57);
        QVERIFY(opened.tree.rowCount(opened.tree.index(0, 0)) == 0);
        QCOMPARE(opened.tree.index(0, 0).data().toString(), QStringLiteral("output"));
        QVERIFY(opened.tree.index(2, 0).data().toString().startsWith(QLatin1String("layer ")));
        double before = 1e300;
        for (int row = 0; row < opened.tree.rowCount(); ++row) {
            const auto& weight = opened.session.model()->weights()[opened.tree.weightsOf(opened.tree.index(row, 0)).front()];
            const double bytes =
                static_cast<double>(opened.session.plan()->encodingOf(weight.name)->bytes(weight.rows(), weight.columns()));
            QVERIFY(bytes <= before);
            before = bytes;
        }
        opened.tree.sort(static_cast<int>(TensorColumn::name), Qt::AscendingOrder);
        QCOMPARE(opened.tree.rowCount(), 9); // by name the groups stay
        opened.tree.sort(-1, Qt::AscendingOrder);
        QVERIFY(opened.tree.indexOfLayer(3).isValid());
    }

    void scrollsThrough100000Tensors() {
        QTemporaryDir folder;
        const auto file = writeManyTensors(folder, 1000, 100);
        Session session;
        StatisticsService statistics{session,
                                     std::make_shared<ResultCache>(folder.filePath(QStringLiteral("cache")).toStdString())};
        TensorsDock dock(session, statistics);
        dock.resize(520, 900);
        dock.show();
        QElapsedTimer clock;
        clock.start();
        session.open(file);
        QVERIFY(waitUntil([&] { return session.model() != nullptr; }, 20'000));
        dock.view().viewport()->repaint();
        qInfo("opening took %lld ms, wanted are 300", static_cast<long long>(clock.elapsed()));
        clock.restart();
        dock.model().sort(static_cast<int>(TensorColumn::shape), Qt::DescendingOrder);
        qInfo("sorting took %lld ms", static_cast<long long>(clock.elapsed()));
        QCOMPARE(dock.model().rowCount(), 100'000);
        qint64 slowest = 0;
        qint64 all = 0;
        constexpr int frames = 200;
        QScrollBar* bar = dock.view().verticalScrollBar();
        settle(100); // the view lays its rows out with the next events
        QVERIFY(bar->maximum() > 0);
        for (int frame = 0; frame < frames; ++frame) {
            clock.restart();
            bar->setValue(bar->maximum() / frames * frame);
            dock.view().viewport()->repaint();
            slowest = std::max(slowest, clock.nsecsElapsed());
            all += clock.nsecsElapsed();
        }
        qInfo("a frame took %.1f ms, the slowest %.1f ms, wanted are 16", static_cast<double>(all) / frames / 1e6,
              static_cast<double>(slowest) / 1e6);
        QCOMPARE(dock.view().indexAt(QPoint(5, 5)).row() > 90'000, true);
    }

    void staysQuickWith100000Tensors() {
        QTemporaryDir folder;
        const auto file = writeManyTensors(folder, 1000, 100);
        Opened opened;
        QVERIFY(opened.open(file));
        QCOMPARE(opened.tree.shownWeights(), std::size_t{100'000});
        QCOMPARE(opened.tree.rowCount(), 1000);
        QElapsedTimer clock;
        clock.start();
        opened.tree.setFilter(QStringLiteral("w7 layer:10-20"));
        qInfo("filtering took %lld ms", static_cast<long long>(clock.elapsed()));
        QCOMPARE(opened.tree.shownWeights(), std::size_t{11 * 11}); // w7, w70 … w79
        opened.tree.setFilter({});
        clock.restart();
        // What a screen shows: forty rows with all their cells.
        const QModelIndex layer = opened.tree.index(500, 0);
        const QModelIndex module = opened.tree.index(0, 0, layer);
        for (int row = 0; row < 40; ++row) {
            for (int column = 0; column < tensorColumnCount; ++column) {
                (void)opened.tree.index(row, column, module).data();
            }
        }
        qInfo("forty rows took %lld ms, a frame has 16", static_cast<long long>(clock.elapsed()));
    }
};

QTEST_MAIN(TestTensorTree)
#include "tst_tensor_tree.moc"
