// SPDX-License-Identifier: GPL-3.0-or-later
// Matrix products: right values on every instruction set, not a byte touched outside the matrices, safe under signals, the same
// bits in whatever tile.
#include "runtime/gemm.h"

#include "kernels/simd_targets.h"
#include "support/test_support.h"

#include <cmath>
#include <cstring>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

using namespace quantlathe;

namespace {

enum class Edge { endsAtGuard, beginsAtGuard };

/// Values between two pages that may not be touched, right behind the first or right before the second.
template <class T>
class Guarded {
public:
    Guarded(std::size_t count, Edge edge) {
        const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
        const std::size_t inside = (count * sizeof(T) + page - 1) / page * page;
        bytes_ = inside + 2 * page;
        void* const mapped = mmap(nullptr, bytes_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (mapped == MAP_FAILED) {
            throw std::bad_alloc();
        }
        base_ = static_cast<std::byte*>(mapped);
        if (mprotect(base_ + page, inside, PROT_READ | PROT_WRITE) != 0) {
            throw std::bad_alloc();
        }
        const std::size_t free = edge == Edge::endsAtGuard ? inside - count * sizeof(T) : 0;
        data_ = reinterpret_cast<T*>(base_ + page + free);
    }
    ~Guarded() { munmap(base_, bytes_); }
    Guarded(const Guarded&) = delete;
    Guarded& operator=(const Guarded&) = delete;
    [[nodiscard]] T* data() const { return data_; }

private:
    std::byte* base_ = nullptr;
    std::size_t bytes_ = 0;
    T* data_ = nullptr;
};

/// A matrix whose rows lie `gap` values apart, the last one ending where the memory does.
template <class T>
struct GuardedMatrix {
    GuardedMatrix(std::size_t rows, std::size_t columns, std::size_t gap, Edge edge)
        : memory(rows * (columns + gap) - gap, edge), ref{memory.data(), rows, columns, columns + gap} {}
    Guarded<T> memory;
    MatrixRef<T> ref;
    [[nodiscard]] MatrixRef<const T> asConst() const { return {ref.data, ref.rows, ref.columns, ref.stride}; }
};

/// Between −1 and 1, the same for the same seed.
float valueAt(std::size_t seed, std::size_t row, std::size_t column) {
    std::uint64_t state = (seed * 1'000'003 + row) * 1'000'003 + column;
    state = (state ^ (state >> 31U)) * 0x9E3779B97F4A7C15ULL;
    return static_cast<float>(static_cast<double>((state >> 40U) & 0xFFFFU) / 32768.0 - 1.0);
}

void fill(const Matrix& matrix, std::size_t seed) {
    for (std::size_t row = 0; row < matrix.rows; ++row) {
        for (std::size_t column = 0; column < matrix.columns; ++column) {
            matrix.data[row * matrix.stride + column] = valueAt(seed, row, column);
        }
    }
}

enum class Form { transposed, added, leftTransposed };

struct Shape {
    std::size_t rows, inner, columns;
};

/// Values that the gap between rows holds: they must stay.
constexpr float untouched = 4711.0F;

/// Empty if the product is right, else what is wrong.
QString faultOf(Form form, Shape shape, std::size_t gap, Edge edge) {
    const bool leftIsTransposed = form == Form::leftTransposed;
    const bool rightIsTransposed = form == Form::transposed;
    const GuardedMatrix<float> x(leftIsTransposed ? shape.inner : shape.rows, leftIsTransposed ? shape.rows : shape.inner, gap,
                                 edge);
    const GuardedMatrix<float> y(rightIsTransposed ? shape.columns : shape.inner,
                                 rightIsTransposed ? shape.inner : shape.columns, gap, edge);
    const GuardedMatrix<float> out(shape.rows, shape.columns, gap, edge);
    fill(x.ref, 1);
    fill(y.ref, 2);
    std::fill_n(out.ref.data, shape.rows * out.ref.stride - gap, untouched);
    fill(out.ref, 3);
    const float alpha = form == Form::transposed ? 0.5F : 1.0F;
    switch (form) {
    case Form::transposed: multiplyTransposed(x.asConst(), y.asConst(), alpha, out.ref); break;
    case Form::added: multiplyAdd(x.asConst(), y.asConst(), out.ref); break;
    case Form::leftTransposed: multiplyLeftTransposed(x.asConst(), y.asConst(), out.ref); break;
    }
    for (std::size_t row = 0; row < shape.rows; ++row) {
        for (std::size_t column = 0; column < out.ref.stride; ++column) {
            if (row + 1 == shape.rows && column >= shape.columns) {
                break;
            }
            const double found = static_cast<double>(out.ref.data[row * out.ref.stride + column]);
            double right = form == Form::added ? static_cast<double>(valueAt(3, row, column)) : 0.0;
            double magnitude = std::abs(right);
            for (std::size_t i = 0; i < shape.inner && column < shape.columns; ++i) {
                const double term = static_cast<double>(alpha) *
                                    static_cast<double>(leftIsTransposed ? valueAt(1, i, row) : valueAt(1, row, i)) *
                                    static_cast<double>(rightIsTransposed ? valueAt(2, column, i) : valueAt(2, i, column));
                right += term;
                magnitude += std::abs(term);
            }
            const bool isGap = column >= shape.columns;
            // What rounding may do to a sum of so many terms, at the most.
            const double most = magnitude * static_cast<double>(shape.inner + 2) * 0x1p-24;
            if (isGap ? found != static_cast<double>(untouched) : !(std::abs(found - right) <= most)) {
                return QString("form %1, %2 x %3 x %4, gap %5: at %6, %7 is %8 instead of %9")
                    .arg(static_cast<int>(form))
                    .arg(shape.rows)
                    .arg(shape.inner)
                    .arg(shape.columns)
                    .arg(gap)
                    .arg(row)
                    .arg(column)
                    .arg(found)
                    .arg(right);
            }
        }
    }
    return {};
}

constexpr Form allForms[] = {Form::transposed, Form::added, Form::leftTransposed};

#if defined(__x86_64__)
// Of the thread that multiplies, and what the handler saw.
std::uintptr_t stackBegin = 0;
std::uintptr_t stackEnd = 0;
volatile sig_atomic_t signalsSeen = 0;
volatile sig_atomic_t signalsOffStack = 0;

void look(int, siginfo_t*, void* context) {
    const auto pointer = static_cast<std::uintptr_t>(static_cast<ucontext_t*>(context)->uc_mcontext.gregs[REG_RSP]);
    signalsSeen = signalsSeen + 1;
    if (pointer < stackBegin || pointer >= stackEnd) {
        signalsOffStack = signalsOffStack + 1;
    }
}

/// A signal for this thread alone every fifth of a millisecond for as long as it lives: a signal for the process may meet any
/// of its threads, each with a stack of its own. Handlers run on memory of their own: the interrupted code's
/// stack pointer is looked at, not trusted.
class SignalRain {
public:
    SignalRain() {
        pthread_attr_t attributes;
        void* begin = nullptr;
        std::size_t size = 0;
        pthread_getattr_np(pthread_self(), &attributes);
        pthread_attr_getstack(&attributes, &begin, &size);
        pthread_attr_destroy(&attributes);
        stackBegin = reinterpret_cast<std::uintptr_t>(begin);
        stackEnd = stackBegin + size;
        stack_t other{};
        other.ss_sp = memory_.data();
        other.ss_size = memory_.size();
        sigaltstack(&other, nullptr);
        struct sigaction action {};
        action.sa_sigaction = look;
        action.sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK;
        sigaction(SIGALRM, &action, &before_);
        sigevent event{};
        event.sigev_notify = SIGEV_THREAD_ID;
        event.sigev_signo = SIGALRM;
        event._sigev_un._tid = gettid();
        isRunning_ = timer_create(CLOCK_MONOTONIC, &event, &timer_) == 0;
        constexpr timespec fifthOfAMillisecond{0, 200'000};
        const itimerspec every{fifthOfAMillisecond, fifthOfAMillisecond};
        isRunning_ = isRunning_ && timer_settime(timer_, 0, &every, nullptr) == 0;
    }
    ~SignalRain() {
        timer_delete(timer_);
        sigaction(SIGALRM, &before_, nullptr);
        stack_t none{};
        none.ss_flags = SS_DISABLE;
        sigaltstack(&none, nullptr);
    }
    SignalRain(const SignalRain&) = delete;
    SignalRain& operator=(const SignalRain&) = delete;
    [[nodiscard]] bool isRunning() const { return isRunning_; }

private:
    std::vector<std::byte> memory_ = std::vector<std::byte>(256U << 10U); // the state of wide registers is large
    struct sigaction before_ {};
    timer_t timer_{};
    bool isRunning_ = false;
};
#endif

} // namespace

class TestGemm : public QObject {
    Q_OBJECT

private slots:
    void productsAreRightAndStayInsideTheirMatrices() {
        // Around the widths of vectors and panels, the blocks' edges, single rows and columns.
        const Shape shapes[] = {{1, 1, 1},    {1, 7, 3},    {2, 3, 33},   {5, 4, 16},   {6, 16, 15},   {7, 17, 17},
                                {12, 64, 32}, {13, 63, 31}, {3, 385, 65}, {64, 5, 2},   {191, 9, 7},   {193, 12, 13},
                                {4, 2, 1023}, {2, 3, 1041}, {9, 769, 11}, {31, 33, 29}, {128, 64, 100}};
        test::onEachSimdTarget([&](const char* name) {
            for (const Shape& shape : shapes) {
                for (const Form form : allForms) {
                    for (const std::size_t gap : {0, 3}) {
                        for (const Edge edge : {Edge::endsAtGuard, Edge::beginsAtGuard}) {
                            const QString fault = faultOf(form, shape, gap, edge);
                            QVERIFY2(fault.isEmpty(), qPrintable(QString(name) + ": " + fault));
                        }
                    }
                }
            }
        });
    }

    void anEmbeddingOfManyTokens() {
        for (const Edge edge : {Edge::endsAtGuard, Edge::beginsAtGuard}) {
            const QString fault = faultOf(Form::transposed, {3, 576, 49152}, 0, edge);
            QVERIFY2(fault.isEmpty(), qPrintable(fault));
        }
    }

    void aFactorWithoutColumnsGivesZeros() {
        std::vector<float> out{1, 2, 3, 4};
        multiplyTransposed({nullptr, 2, 0, 0}, {nullptr, 2, 0, 0}, 1.0F, {out.data(), 2, 2, 2});
        QCOMPARE(out, std::vector<float>(4, 0.0F));
        out = {1, 2, 3, 4};
        multiplyAdd({nullptr, 2, 0, 0}, {nullptr, 0, 2, 2}, {out.data(), 2, 2, 2});
        QCOMPARE(out, (std::vector<float>{1, 2, 3, 4}));
    }

    void aTileHasTheBitsOfTheWhole() {
        constexpr Shape shape{50, 700, 90};
        const GuardedMatrix<float> x(shape.rows, shape.inner, 0, Edge::endsAtGuard);
        const GuardedMatrix<float> w(shape.columns, shape.inner, 0, Edge::endsAtGuard);
        fill(x.ref, 1);
        fill(w.ref, 2);
        test::onEachSimdTarget([&](const char* name) {
            std::vector<float> whole(shape.rows * shape.columns);
            multiplyTransposed(x.asConst(), w.asConst(), 1.0F, {whole.data(), shape.rows, shape.columns, shape.columns});
            constexpr std::size_t row = 11;
            constexpr std::size_t column = 37;
            std::vector<float> tile(5 * 21);
            multiplyTransposed({x.ref.data + row * shape.inner, 5, shape.inner, shape.inner},
                               {w.ref.data + column * shape.inner, 21, shape.inner, shape.inner}, 1.0F,
                               {tile.data(), 5, 21, 21});
            for (std::size_t i = 0; i < 5; ++i) {
                QVERIFY2(std::memcmp(tile.data() + i * 21, whole.data() + (row + i) * shape.columns + column,
                                     21 * sizeof(float)) == 0,
                         name);
            }
        });
    }

    void bfloat16StaysInsideItsMatrices() {
        if (!hasBf16Instructions()) {
            QSKIP("this processor has no bfloat16 instructions");
        }
        for (const Shape shape : {Shape{1, 32, 1}, Shape{7, 64, 33}, Shape{65, 576, 63}, Shape{130, 96, 17}}) {
            for (const Edge edge : {Edge::endsAtGuard, Edge::beginsAtGuard}) {
                const GuardedMatrix<std::uint16_t> x(shape.rows, shape.inner, 0, edge);
                const GuardedMatrix<std::uint16_t> w(shape.columns, shape.inner, 0, edge);
                const GuardedMatrix<float> out(shape.rows, shape.columns, 0, edge);
                std::fill_n(x.ref.data, shape.rows * shape.inner, std::uint16_t{0x3F80}); // 1
                std::fill_n(w.ref.data, shape.columns * shape.inner, std::uint16_t{0x3F80});
                multiplyTransposed(x.asConst(), w.asConst(), out.ref);
                for (std::size_t i = 0; i < shape.rows * shape.columns; ++i) {
                    QCOMPARE(out.ref.data[i], static_cast<float>(shape.inner));
                }
            }
        }
    }

    /// oneDNN's products of small matrices of floats used the stack pointer as one more register: a signal (Ctrl+C, a closed
    /// terminal) then overwrote the heap.
    void aSignalNeverMeetsACodeWithoutAStack() {
#if defined(__x86_64__)
        const Shape shapes[] = {{128, 64, 256}, {128, 256, 64}, {512, 576, 36}, {64, 576, 3072}, { 512, 1536, 96 }};
        signalsSeen = 0;
        signalsOffStack = 0;
        for (const Shape& shape : shapes) {
            std::vector<float> x(shape.rows * shape.inner, 1.0F);
            std::vector<float> y(shape.inner * shape.columns, 1.0F);
            std::vector<float> out(shape.rows * shape.columns);
            const Matrix target{out.data(), shape.rows, shape.columns, shape.columns};
            const SignalRain rain;
            QVERIFY(rain.isRunning());
            const auto from = std::chrono::steady_clock::now();
            while (std::chrono::steady_clock::now() - from < std::chrono::milliseconds(100)) {
                multiplyTransposed({x.data(), shape.rows, shape.inner, shape.inner},
                                   {y.data(), shape.columns, shape.inner, shape.inner}, 1.0F, target);
                multiplyAdd({x.data(), shape.rows, shape.inner, shape.inner},
                            {y.data(), shape.inner, shape.columns, shape.columns}, target);
                multiplyLeftTransposed({x.data(), shape.inner, shape.rows, shape.rows},
                                       {y.data(), shape.inner, shape.columns, shape.columns}, target);
            }
        }
        QVERIFY(signalsSeen > 20);
        QCOMPARE(static_cast<int>(signalsOffStack), 0);
#else
        QSKIP("looks at a register of x86-64");
#endif
    }
};

QTEST_APPLESS_MAIN(TestGemm)
#include "tst_gemm.moc"
