/**
 * Load packages: numbered part files of typed, compressed columns (Parquet), and a manifest that is written last. What has no manifest is
 * no package. A package is what one run moves, and is read by whichever target is to have it.
 */
@NullMarked
package com.orchestrator.connectors.pack;

import org.jspecify.annotations.NullMarked;
