// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/importance_panel.h"

#include "ui/look/fonts.h"
#include "ui/text/importance_texts.h"
#include "ui/text/paths.h"
#include "ui/widgets/facts_list.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace quantlathe::ui {

ImportancePanel::ImportancePanel(Session& session, QWidget* parent)
    : Panel(tr("Importance matrix"), parent), session_(session) {
    setHelp(QStringLiteral("calibration#imatrix"));
    choose_ = new QPushButton(this);
    remove_ = new QPushButton(tr("Remove"), this);
    remove_->setToolTip(tr("Plan and convert without it"));
    addAction(choose_);
    addAction(remove_);
    explanation_ =
        makeLabel(tr("None is used. It tells which input columns of a weight matter most, so that small encodings spend "
                     "their bits there; some presets below 3 bits need one. Choose or drop a file made by "
                     "llama-imatrix from this model (.gguf or .dat)."),
                  true, textFont(TextSize::body), this);
    explanation_->setWordWrap(true);
    explanation_->setContentsMargins(16, 0, 16, 8);
    addContent(explanation_, 0, true);
    facts_ = new FactsList(150, 0, this);
    addContent(facts_, 0, true);
    body()->addStretch(1);
    connect(choose_, &QPushButton::clicked, this, &ImportancePanel::chooseWanted);
    connect(remove_, &QPushButton::clicked, &session_, &Session::removeImportance);
    connect(&session_, &Session::importanceChanged, this, &ImportancePanel::follow);
    connect(&session_, &Session::modelChanged, this, &ImportancePanel::follow);
    follow();
}

void ImportancePanel::follow() {
    const auto& matrix = session_.importance();
    choose_->setText(matrix ? tr("Replace…") : tr("Choose file…"));
    remove_->setVisible(matrix != nullptr);
    explanation_->setVisible(!matrix);
    facts_->setVisible(matrix != nullptr);
    facts_->setRows(matrix ? importanceFacts(*matrix, session_.importanceCoverage()) : std::vector<QStringList>{});
    facts_->setAccessibleName(matrix ? tr("%1, %2").arg(fileNameOf(matrix->file), coverageText(session_.importanceCoverage()))
                                     : QString());
}

} // namespace quantlathe::ui
