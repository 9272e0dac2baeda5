// SPDX-License-Identifier: GPL-3.0-or-later
// The last look before a conversion: where to, how large, how long, which programs will load it. Enter starts.
#pragma once

#include "ui/bridge/conversion_outlook.h"
#include "ui/bridge/session.h"

#include <QDialog>
#include <QTimer>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace quantlathe::ui {

class ConsumerList;

/// A plan that is not the session's, with what stands over it.
struct SeparatePlan {
    std::shared_ptr<const Plan> plan;
    QString title; // "Graft 7 tensors as Q6_K"
};

/// Follows the session's plan, unless it has one of its own; closes when there is none any more. What takes time is found out
/// on workers, and starting does not wait for it.
class ConvertSheet : public QDialog {
    Q_OBJECT
public:
    /// `destination`: where the result goes unless the user says otherwise.
    ConvertSheet(Session& session, const QString& destination, QWidget* parent = nullptr);
    ConvertSheet(Session& session, SeparatePlan separate, const QString& destination, QWidget* parent = nullptr);

    [[nodiscard]] QString destination() const;
    /// The user was told that the source is quantized already.
    [[nodiscard]] bool allowsSecondLoss() const { return place_ && place_->secondLoss; }
    [[nodiscard]] QString command() const;
    /// The part of the model that sees, as a second file.
    struct WantedImagePart {
        QString type; // "F16"
        std::filesystem::path destination;
    };
    /// Nothing: it is not wanted, or there is none.
    [[nodiscard]] std::optional<WantedImagePart> wantedImagePart() const;
    /// Whether everything has arrived that workers find out.
    [[nodiscard]] bool isComplete() const { return place_ && cost_ && hasVerdicts_; }

    [[nodiscard]] QLineEdit& destinationField() { return *field_; }
    [[nodiscard]] QPushButton& startButton() { return *start_; }
    [[nodiscard]] QPushButton& cancelButton() { return *cancel_; }
    [[nodiscard]] QPushButton& copyButton() { return *copy_; }
    [[nodiscard]] const QLabel& placeNote() const { return *placeNote_; }
    [[nodiscard]] const QLabel& sizeLabel() const { return *size_; }
    [[nodiscard]] const QLabel& diskLabel() const { return *disk_; }
    [[nodiscard]] const QLabel& timeLabel() const { return *time_; }
    [[nodiscard]] const QLabel& memoryLabel() const { return *memory_; }
    [[nodiscard]] const QLabel& calibrationLabel() const { return *calibration_; }
    /// Hidden where the model has no image part or the format is another one than GGUF.
    [[nodiscard]] QCheckBox& imageBox() { return *imageBox_; }
    [[nodiscard]] QComboBox& imageTypes() { return *imageTypes_; }
    [[nodiscard]] const QLabel& imageNote() const { return *imageNote_; }
    [[nodiscard]] const ConsumerList& consumerList() const { return *consumers_; }

private:
    void make(const QString& destination);
    QWidget* makeHead();
    QWidget* makePlace();
    QWidget* makeFacts();
    QWidget* makeImagePart();
    QWidget* makeConsumers();
    QWidget* makeFoot();
    void browse();
    void followPlan();
    void showPlan(std::shared_ptr<const Plan> plan, const QString& title);
    void placeChanged();
    void look();
    void showPlace();
    void showStart();
    void showCost();
    void askForConsumers();
    void askForCost();
    void askForImagePart();
    void lookAtImagePart();
    void showImagePart();
    /// The text that will choose codes; nothing: none will.
    [[nodiscard]] CalibrationChoice calibrationInUse() const;
    [[nodiscard]] QString calibrationText() const;

    Session& session_;
    std::optional<SeparatePlan> separate_;
    std::shared_ptr<const Plan> plan_;
    std::optional<DestinationOutlook> place_; // of the field's text; nothing: not looked at yet
    std::optional<Outcome<CostOutlook>> cost_;
    bool hasVerdicts_ = false;
    std::optional<Outcome<ImagePartOutlook>> imagePart_; // as it is chosen; nothing: not looked at yet
    QTimer restOfTyping_;

    QLabel* title_ = nullptr;
    QLabel* about_ = nullptr;
    QLineEdit* field_ = nullptr;
    QLabel* placeNote_ = nullptr;
    QLabel* size_ = nullptr;
    QLabel* disk_ = nullptr;
    QLabel* time_ = nullptr;
    QLabel* memory_ = nullptr;
    QLabel* calibration_ = nullptr;
    QWidget* imageRow_ = nullptr;
    QCheckBox* imageBox_ = nullptr;
    QComboBox* imageTypes_ = nullptr;
    QLabel* imageNote_ = nullptr;
    ConsumerList* consumers_ = nullptr;
    QPushButton* copy_ = nullptr;
    QPushButton* cancel_ = nullptr;
    QPushButton* start_ = nullptr;

    // Last: they stop before what they deliver to.
    TaskLane placeLane_;
    TaskLane costLane_;
    TaskLane consumerLane_;
    TaskLane imageLane_;
};

/// "prose-llama-7m-Q4_K_M.gguf" in the folder; with a number behind it where that is taken already.
[[nodiscard]] QString suggestedDestination(const Plan& plan, const PlanFacts& facts, const QString& folder);
/// The same of a plan of any name.
[[nodiscard]] QString suggestedDestination(const Plan& plan, const QString& planName, const QString& folder);

} // namespace quantlathe::ui
