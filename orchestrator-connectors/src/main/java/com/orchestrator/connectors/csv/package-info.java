/** CSV files. Nothing of their form is guessed: delimiter, quote, header, NULL and decimal separator are the job's. */
@NullMarked
package com.orchestrator.connectors.csv;

import org.jspecify.annotations.NullMarked;
