// SPDX-License-Identifier: GPL-3.0-or-later
// The code books against the recorded sums of ggml's tables, and the lists of neighbours against a plain search.
#include "codecs/lattice.h"
#include "support/test_support.h"

#include <algorithm>
#include <map>
#include <random>
#include <thread>

using namespace quantlathe;
using codec::Grid;
using codec::Lattice;

namespace {

struct Book {
    const char* name;
    const Grid& grid;
    const Lattice& (*lattice)();
    std::size_t points;
    const char* sha256; // of the points, as the tables of ggml-org/ggml@d99724f have them
};

const std::array books{
    Book{"IQ2_XXS", codec::iq2xxsGrid, codec::iq2xxsLattice, 256,
         "05826b5d3e472a3a78f196be62ac78acf81df0f909626e12ab9fa2a5d490dd54"},
    Book{"IQ2_XS", codec::iq2xsGrid, codec::iq2xsLattice, 512,
         "06e47aaca60b4dc1d9b5a3f34540437058a6b142b4d7a59d5ded769b4d1bf1de"},
    Book{"IQ2_S", codec::iq2sGrid, codec::iq2sLattice, 1024,
         "e1aa1473412b0552c2174c30ef22ab4073f6a181b85a17056e8249bd2932fd88"},
    Book{"IQ1_S", codec::iq1sGrid, codec::iq1sLattice, 2048,
         "07540ffc1aeaf6ad4d97e96b0fcc765aae39671d4ae4a27bbd0e796fde167c6a"},
    Book{"IQ3_XXS", codec::iq3xxsGrid, codec::iq3xxsLattice, 256,
         "46e35f5a997efdee6c99ce57854c8a0d4f0ff8ca57e5e8a60c0793ea580acf5d"},
    Book{"IQ3_S", codec::iq3sGrid, codec::iq3sLattice, 512, "bd1af4945a1717c65610b0284e4628b9a1ba3b306fae3a06f6e5f597356e349f"},
};

std::vector<int> levelsOf(const Grid& grid, unsigned code) {
    std::vector<int> levels;
    for (unsigned i = 0; i < grid.coordinates; ++i) {
        levels.push_back(static_cast<int>((code >> (i * grid.bits)) % (1U << grid.bits)));
    }
    return levels;
}

/// The list as docs/formats/gguf-types.md defines it.
std::vector<std::uint16_t> neighboursByDefinition(const Grid& grid, unsigned code) {
    const std::vector<int> levels = levelsOf(grid, code);
    std::map<int, std::vector<std::uint16_t>> byDistance;
    for (const std::uint16_t point : grid.codes) {
        const std::vector<int> other = levelsOf(grid, point);
        int distance = 0;
        for (std::size_t i = 0; i < levels.size(); ++i) {
            distance += (levels[i] - other[i]) * (levels[i] - other[i]);
        }
        byDistance[distance].push_back(point);
    }
    std::vector<std::uint16_t> list;
    unsigned shells = 0;
    for (const auto& [distance, points] : byDistance) {
        if (shells++ < grid.shells) {
            list.insert(list.end(), points.begin(), points.end());
        }
    }
    return list;
}

} // namespace

class TestLattice : public QObject {
    Q_OBJECT

    static void addBooks() {
        QTest::addColumn<std::size_t>("index");
        for (std::size_t i = 0; i < books.size(); ++i) {
            QTest::newRow(books[i].name) << i;
        }
    }

private slots:
    void pointsAreThoseOfTheTables_data() { addBooks(); }
    void pointsAreThoseOfTheTables() {
        QFETCH(std::size_t, index);
        const Book& book = books[index];
        QCOMPARE(book.grid.codes.size(), book.points);
        QCOMPARE(book.grid.points.size(), book.points * book.grid.coordinates);
        QCOMPARE(test::sha256(std::as_bytes(book.grid.points)), std::string(book.sha256));
        QVERIFY(std::ranges::is_sorted(book.grid.codes, std::less_equal<>()));
        // A lattice has one value a level, and bigger levels are bigger values.
        std::map<int, int> values;
        for (std::size_t i = 0; i < book.points; ++i) {
            const std::vector<int> levels = levelsOf(book.grid, book.grid.codes[i]);
            for (std::size_t k = 0; k < levels.size(); ++k) {
                const int value = book.grid.points[i * levels.size() + k];
                QCOMPARE(values.try_emplace(levels[k], value).first->second, value);
            }
        }
        QCOMPARE(values.size(), std::size_t{book.grid.levels});
        QVERIFY(std::ranges::is_sorted(values, {}, [](const auto& entry) { return entry.second; }));
    }

    void everyCombinationIsThere_data() { addBooks(); }
    void everyCombinationIsThere() {
        QFETCH(std::size_t, index);
        const Grid& grid = books[index].grid;
        const Lattice& lattice = books[index].lattice();
        std::size_t points = 0;
        for (std::size_t number = 0; number < lattice.size(); ++number) {
            const std::vector<int> levels = levelsOf(grid, lattice[number].code);
            std::size_t expected = 0;
            for (std::size_t i = levels.size(); i-- > 0;) {
                QVERIFY(levels[i] < grid.levels);
                expected = expected * grid.levels + static_cast<std::size_t>(levels[i]);
            }
            QCOMPARE(number, expected);
            const bool isPoint = lattice[number].neighbours == 0;
            QCOMPARE(isPoint, std::ranges::binary_search(grid.codes, lattice[number].code));
            if (isPoint) {
                QCOMPARE(grid.codes[lattice.indexOf(lattice[number].code)], lattice[number].code);
                ++points;
            }
        }
        QCOMPARE(points, grid.codes.size());
    }

    void neighboursAreTheNearest_data() { addBooks(); }
    void neighboursAreTheNearest() {
        QFETCH(std::size_t, index);
        const Lattice& lattice = books[index].lattice();
        std::mt19937_64 random(5);
        for (int i = 0; i < 200; ++i) {
            const Lattice::Combination& combination = lattice[random() % lattice.size()];
            if (combination.neighbours == 0) {
                continue;
            }
            std::vector<std::uint16_t> list = neighboursByDefinition(books[index].grid, combination.code);
            QCOMPARE(std::size_t{combination.neighbours}, list.size());
            list.resize((list.size() + 15) / 16 * 16, list.front());
            const Lattice::Chunk* const chunks = lattice.neighboursOf(combination);
            QCOMPARE(reinterpret_cast<std::uintptr_t>(chunks) % 32, std::uintptr_t{0});
            for (std::size_t k = 0; k < list.size(); ++k) {
                QCOMPARE(chunks[k / 16].codes[k % 16], list[k]);
            }
        }
    }

    void threadsShareOneLattice() {
        std::array<const Lattice*, 4> seen{};
        {
            std::vector<std::jthread> threads;
            for (const Lattice*& lattice : seen) {
                threads.emplace_back([&lattice] { lattice = &codec::iq3sLattice(); });
            }
        }
        QVERIFY(std::ranges::all_of(seen, [&](const Lattice* lattice) { return lattice == seen[0]; }));
    }
};

QTEST_APPLESS_MAIN(TestLattice)
#include "tst_lattice.moc"
