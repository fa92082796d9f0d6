package com.orchestrator.maven;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.logging.SystemStreamLog;

/** What a build has printed. */
final class Said extends SystemStreamLog {

    final List<String> errors = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();

    @Override
    public void error(CharSequence line) {
        errors.add(line.toString());
    }

    @Override
    public void warn(CharSequence line) {
        warnings.add(line.toString());
    }
}
