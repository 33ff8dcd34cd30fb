package io.github.thalweg.data.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader.CsvReaderBuilder;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.github.thalweg.FileTrouble;
import io.github.thalweg.InvalidInputException;
import io.github.thalweg.RunFailedException;
import io.github.thalweg.UnfitFileException;
import io.github.thalweg.files.InputFile;
import io.github.thalweg.text.Decimal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An open CSV file: its header, and its rows one after the other, each as long as the header.
 * Fields are separated by the first of comma, semicolon and tab that the header line contains;
 * empty lines, and lines of space if there are several columns, are skipped; so is a byte order
 * mark.
 */
final class CsvTable implements AutoCloseable {
  /** The probable mistake if all names of columns are numbers. */
  static final String NO_HEADER =
      "its first line should name the columns, but it holds only numbers; write a line of names above it";

  private static final Pattern NOT_FINITE =
      Pattern.compile("[+-]?(nan|inf|infinity)", Pattern.CASE_INSENSITIVE);

  /** Texts of other programs for a missing value. */
  private static final Pattern MISSING =
      Pattern.compile("#?n/?a|null|nil|missing|[-.?]+", Pattern.CASE_INSENSITIVE);

  private static final String FILL_IN = "; fill it in, or leave the row out";

  /** The parser's words for the beginning of a row that it could not read. */
  private static final Pattern ROW_BEGINS =
      Pattern.compile(" \\(record starting at line (\\d+)\\)");

  /** The words of FastCSV for a row of too many fields. */
  private static final Pattern MOST_FIELDS = Pattern.compile("maximum limit of (\\d+) fields");

  /** Empty lines above the header. */
  private static final Pattern EMPTY_LINES = Pattern.compile("^(?:[ \\t]*\\R)+");

  /** The text before a quotation of CSV, or a quotation mark within one. */
  private static final String AROUND_QUOTES = ",;\t\"";

  private final Path file;
  private final de.siegmar.fastcsv.reader.CsvReader<CsvRecord> reader;
  private final Iterator<CsvRecord> records;
  private final List<String> header;
  private final long headerLine;
  private CsvRecord row;
  private long lastLine = 1;

  private CsvTable(Path file, BufferedReader text) throws IOException {
    this.file = file;
    char separator = separator(text);
    CsvReaderBuilder builder = de.siegmar.fastcsv.reader.CsvReader.builder();
    this.reader =
        builder
            .fieldSeparator(separator)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .ofCsvRecord(text);
    this.records = reader.iterator();
    do {
      if (!advance()) {
        throw new InvalidInputException(
            file + " is empty; a CSV file starts with a header line that names the columns.");
      }
    } while (row.getFields().stream().allMatch(String::isBlank));
    this.header = row.getFields().stream().map(String::strip).toList();
    this.headerLine = line();
  }

  /**
   * The text of a line and a column of a file, without surrounding space; empty if it cannot be
   * read again, as from a pipe.
   */
  static Optional<String> written(Path file, int line, String column) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try (CsvTable table = open(file)) {
      int index = table.header().indexOf(column);
      while (index >= 0 && table.next()) {
        if (table.line() == line) {
          return Optional.of(table.field(index));
        }
      }
    } catch (InvalidInputException | RunFailedException _) {
      // The file has changed; the message shows the number that was read.
    }
    return Optional.empty();
  }

  /**
   * Opens a file and reads its header, in which a name may be missing or occur twice.
   *
   * @throws InvalidInputException if there is no such file, or nothing in it
   */
  static CsvTable open(Path file) {
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(file + " is a folder; a CSV file was expected.");
    }
    if (!Files.exists(file)) {
      throw new InvalidInputException("There is no file " + file.toAbsolutePath() + ".");
    }
    BufferedReader text = null;
    try {
      text = InputFile.reader(file);
      return new CsvTable(file, text);
    } catch (IOException | RuntimeException failure) {
      closeQuietly(text);
      throw failure instanceof IOException unreadable
          ? readFailure(file, 1, unreadable)
          : (RuntimeException) failure;
    }
  }

  /** The names of the columns, in order. */
  List<String> header() {
    return header;
  }

  /** The line on which the header starts, from 1. */
  long headerLine() {
    return headerLine;
  }

  /**
   * Throws if a column has no name, or the name of another.
   *
   * @param ignored names of columns that are not read
   */
  void requireDistinctNames(List<String> ignored) {
    Set<String> seen = new HashSet<>();
    for (int column = 0; column < header.size(); column++) {
      String name = header.get(column);
      if (ignored.contains(name)) {
        continue;
      }
      if (name.isEmpty()) {
        throw new InvalidInputException(
            file
                + ", line "
                + headerLine
                + ": column "
                + (column + 1)
                + " of the header has no name; give it one, or leave it out with data.exclude: [\"\"].");
      }
      if (!seen.add(name)) {
        throw twice(name, isOfNumbers(header) ? "; " + NO_HEADER : "");
      }
    }
  }

  /**
   * The error for a name that several columns have.
   *
   * @param consequence of that, after the mistake
   */
  InvalidInputException twice(String name, String consequence) {
    return new InvalidInputException(
        file
            + ", line "
            + headerLine
            + ": the header names column '"
            + name
            + "' twice"
            + consequence
            + ".");
  }

  /** Moves to the next row; false at the end of the file. */
  boolean next() {
    do {
      if (!advance()) {
        return false;
      }
    } while (header.size() > 1 && row.getFieldCount() == 1 && row.getField(0).isBlank());
    if (row.getFieldCount() != header.size()) {
      throw new InvalidInputException(
          file
              + ", line "
              + line()
              + ": the row has "
              + row.getFieldCount()
              + (row.getFieldCount() == 1 ? " field" : " fields")
              + "; the header names "
              + header.size()
              + (header.size() == 1 ? " column." : " columns."));
    }
    return true;
  }

  /** The text of one field of the current row, without surrounding space. */
  String field(int column) {
    return row.getField(column).strip();
  }

  /** The line on which the current row starts, from 1. */
  long line() {
    return row.getStartingLineNumber();
  }

  /**
   * The current row's number in a column.
   *
   * @param ofText the remedy if it is text
   */
  double number(int column, String ofText) {
    String field = field(column);
    double number = parse(field);
    if (Double.isFinite(number)) {
      return number;
    }
    throw invalid(column, notANumber(field, ofText));
  }

  private static String notANumber(String field, String ofText) {
    if (field.isEmpty()) {
      return "the field is empty; a number was expected" + FILL_IN;
    }
    String text = "'" + field + "' ";
    if (isNumber(field) || NOT_FINITE.matcher(field).matches()) {
      return text + "is not a finite number";
    }
    if (MISSING.matcher(field).matches()) {
      return text + "is not a number; a number was expected" + FILL_IN;
    }
    return text + Decimal.comma(field).orElse("is text; a number was expected" + ofText);
  }

  /** The error for a field of the current row: file, line, column and mistake. */
  InvalidInputException invalid(int column, String problem) {
    return invalid(line(), column, problem);
  }

  /** The error for a field of an earlier row. */
  InvalidInputException invalid(long line, int column, String problem) {
    return new InvalidInputException(
        file + ", line " + line + ", column '" + header.get(column) + "': " + problem + ".");
  }

  /** Whether a header looks like the first row of a file without a header. */
  static boolean isOfNumbers(List<String> header) {
    return header.stream().allMatch(CsvTable::isNumber);
  }

  /** Whether a field is written as a number, even if it is too large. */
  static boolean isNumber(String field) {
    return Decimal.is(field);
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException failure) {
      throw readFailure(file, lastLine, failure);
    }
  }

  private boolean advance() {
    try {
      if (!records.hasNext()) {
        return false;
      }
      row = records.next();
      lastLine = row.getStartingLineNumber();
      return true;
    } catch (UncheckedIOException failure) {
      throw readFailure(file, lastLine, failure.getCause());
    } catch (CsvParseException failure) {
      throw malformed(failure);
    }
  }

  private InvalidInputException malformed(CsvParseException failure) {
    Matcher begins = ROW_BEGINS.matcher(failure.getMessage());
    Matcher most = MOST_FIELDS.matcher(failure.getMessage());
    return new InvalidInputException(
        file
            + ", line "
            + (begins.find() ? begins.group(1) : lastLine + " or after")
            + ": the row that begins there "
            + (most.find()
                ? "has more than %,d columns; no more are read."
                    .formatted(Integer.parseInt(most.group(1)))
                : "is not well-formed CSV (" + begins.replaceFirst("") + ")."),
        failure);
  }

  /** The number of a field, by the rule of {@link Decimal}; NaN if it is none. */
  static double parse(String field) {
    return Decimal.is(field) ? Double.parseDouble(field) : Double.NaN;
  }

  private static char separator(BufferedReader text) throws IOException {
    text.mark(1);
    if (text.read() != '\uFEFF') {
      text.reset();
    }
    char[] start = new char[1 << 16];
    text.mark(start.length);
    int read = Math.max(0, text.read(start));
    text.reset();
    String header = unquoted(EMPTY_LINES.matcher(new String(start, 0, read)).replaceFirst(""));
    return header.indexOf(',') >= 0
        ? ','
        : header.indexOf(';') >= 0 ? ';' : header.indexOf('\t') >= 0 ? '\t' : ',';
  }

  /** The first record without quoted text, in which line ends do not end it. */
  private static String unquoted(String text) {
    StringBuilder record = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' && (quoted || i == 0 || AROUND_QUOTES.indexOf(text.charAt(i - 1)) >= 0)) {
        quoted = !quoted;
      } else if (!quoted && (c == '\n' || c == '\r')) {
        break;
      } else if (!quoted) {
        record.append(c);
      }
    }
    return record.toString();
  }

  private static InvalidInputException readFailure(Path file, long line, IOException failure) {
    if (failure instanceof MalformedInputException) {
      return new InvalidInputException(
          file + NotUtf8.where(file) + ": the text is not UTF-8; save the file with that encoding.",
          failure);
    }
    if (failure instanceof UnfitFileException) {
      return new InvalidInputException(
          file + " cannot be read as CSV: " + failure.getMessage() + ".", failure);
    }
    return new InvalidInputException(
        file
            + " cannot be read after line "
            + line
            + ": "
            + FileTrouble.reason(failure)
            + "; make sure that you may read it, or give another.",
        failure);
  }

  private static void closeQuietly(BufferedReader text) {
    try {
      if (text != null) {
        text.close();
      }
    } catch (IOException alreadyFailing) {
      // The first failure is the one to report.
    }
  }
}
