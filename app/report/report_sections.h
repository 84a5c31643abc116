#pragma once

#include "app/report/document.h"
#include "app/report/report.h"

namespace lpstudio {

// The sections of the report, in their order. Each leaves out what was not measured.

/// What was found, in one paragraph and one table: float, uniform 8-bit, the chosen candidates.
void addResult(DocumentBuilder& document, const ReportInput& input);
/// Model, data, run, settings, machine.
void addQuestion(DocumentBuilder& document, const ReportInput& input);
/// Top-1 with confidence intervals, the float baseline first.
void addAccuracy(DocumentBuilder& document, const ReportInput& input);
/// Convergence.
void addSearch(DocumentBuilder& document, const ReportInput& input);
/// Charts and table of the front.
void addFront(DocumentBuilder& document, const ReportInput& input);
/// Parameters, widths and distributions of a candidate's layers.
void addCandidate(DocumentBuilder& document, const ReportInput& input,
                  const ReportCandidate& candidate);
/// Totals, breakdown, layers, constants.
void addHardware(DocumentBuilder& document, const ReportInput& input);
/// A part of it: which constants the estimate is made of, and what they do to that of `candidate`.
void addConstants(DocumentBuilder& document, const ReportInput& input,
                  const ReportCandidate& candidate);
/// Uniform baselines and rival formats.
void addComparison(DocumentBuilder& document, const ReportInput& input);
/// The commands.
void addReproduction(DocumentBuilder& document, const ReportInput& input);

}  // namespace lpstudio
