package io.github.thalweg;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** Why a file could not be read or written, in words instead of Java's names for it. */
public final class FileTrouble {
  private FileTrouble() {}

  /**
   * A part of a sentence, such as "no space left on device"; the file itself is not named.
   *
   * @param failure of an operation on a file
   */
  public static String reason(Throwable failure) {
    return switch (failure) {
      case NoSuchFileException _, FileNotFoundException _ -> "there is no such file or folder";
      case AccessDeniedException _ -> "access is denied";
      case FileAlreadyExistsException _ -> "something with that name exists already";
      case DirectoryNotEmptyException _ -> "a folder with that name exists already";
      case NotDirectoryException _ -> "it is not a folder";
      case CharacterCodingException _ -> "it is not UTF-8 text";
      case FileSystemException system when system.getReason() != null ->
          system.getReason().toLowerCase(Locale.ROOT);
      case FileSystemException _ -> "the file system refuses";
      case IOException _
          when failure.getCause() instanceof IOException cause
              && cause.toString().equals(failure.getMessage()) ->
          reason(cause);
      case IOException _ when "No space left on device".equals(failure.getMessage()) ->
          "no space left on device";
      case IOException _ when failure.getMessage() != null -> failure.getMessage();
      case IOException _ -> "the system gives no reason";
      default -> failure.getMessage() != null ? failure.getMessage() : failure.toString();
    };
  }
}
