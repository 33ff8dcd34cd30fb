package io.github.thalweg.recipe;

import io.github.thalweg.data.Split;
import java.util.Optional;

/**
 * The data block of a run file.
 *
 * @param standardize whether features are brought to mean 0 and deviation 1, fitted on the training
 *     part
 * @param shuffle whether the batches of an epoch are drawn in a random order
 * @param split the division into training and test part, if there is a test part
 */
public record DataSettings(
    Source source, boolean standardize, boolean shuffle, Optional<Split> split) {}
